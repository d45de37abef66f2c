namespace Esp32Aed.Station;

/// <summary>A program that may read.</summary>
/// <param name="Name">1 to 32 of A-Z, a-z, 0-9, - and _.</param>
/// <param name="CreatedMilliseconds">When its token was made; since 1970 UTC.</param>
public sealed record Reader(string Name, long CreatedMilliseconds);

/// <summary>Programs that may read where reading needs the login, such as Prometheus: each has a bearer token, of which the store has the hash.</summary>
/// <param name="store">Where they are; opened.</param>
public sealed class ReaderStore(SqlStore store)
{
    /// <summary>All readers, by name.</summary>
    public IReadOnlyList<Reader> Readers() => store.Ask(connection =>
        connection.Rows("SELECT name, created_ms FROM readers ORDER BY name", row => new Reader(row.GetString(0), row.GetInt64(1))));

    /// <summary>Adds a reader.</summary>
    /// <returns>Its token, which is kept nowhere; null if there is a reader of this name.</returns>
    public string? Add(string name, DateTimeOffset now)
    {
        var token = DeviceSecrets.NewToken();
        return store.Ask(connection => connection.Run(
            "INSERT INTO readers (name, hash, created_ms) VALUES (@name, @hash, @now) ON CONFLICT (name) DO NOTHING",
            ("name", name),
            ("hash", DeviceSecrets.HashOf(token)),
            ("now", now.ToUnixTimeMilliseconds()))) > 0 ? token : null;
    }

    /// <summary>Ends a reader and its token at once.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Revoke(string name) => store.Ask(connection => connection.Run("DELETE FROM readers WHERE name = @name", ("name", name))) > 0;

    /// <summary>Whether a token is a reader's.</summary>
    internal bool Holds(string token) =>
        store.Ask(connection => connection.Scalar("SELECT 1 FROM readers WHERE hash = @hash", ("hash", DeviceSecrets.HashOf(token)))) is not null;
}
