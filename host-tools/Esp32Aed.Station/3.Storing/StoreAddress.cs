using Esp32Aed.Sound;

namespace Esp32Aed.Station;

/// <summary>Makes the store that a user names.</summary>
public static class StoreAddress
{
    /// <summary>Makes a store; nothing is opened yet.</summary>
    /// <param name="store"><c>sqlite</c>, or <c>postgres://user:password@host:port/database</c>.</param>
    /// <param name="folder">Folder of the SQLite file, <c>station.db</c>.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>: neither of them.</exception>
    public static SqlStore Make(string store, string folder)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (string.Equals(store, "sqlite", StringComparison.OrdinalIgnoreCase))
        {
            return new SqliteStore(Path.Combine(folder, "station.db"));
        }

        return Uri.TryCreate(store, UriKind.Absolute, out var address) && address.Scheme is "postgres" or "postgresql" && address.Host.Length > 0
            ? new PostgresStore(address)
            : throw new UserFaultException(FaultKind.Settings, "--store: no such store; write sqlite, or postgres://USER:PASSWORD@HOST:PORT/DATABASE");
    }
}
