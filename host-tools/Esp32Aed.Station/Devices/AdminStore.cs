using System.Security.Cryptography;
using System.Text;

namespace Esp32Aed.Station;

/// <summary>The admin's password and sessions, in the store: they hold at every station that shares it, and outlive a restart.</summary>
/// <param name="store">Where they are; opened.</param>
public sealed class AdminStore(SqlStore store)
{
    /// <summary>Fewest characters of a password.</summary>
    public const int ShortestPassword = 10;

    /// <summary>Most characters of a password.</summary>
    public const int LongestPassword = 200;

    /// <summary>Sets the password, and ends all sessions.</summary>
    public void SetPassword(string password)
    {
        var hash = PasswordHash.Make(password);
        store.Change(connection =>
        {
            connection.Run("DELETE FROM admin_sessions");
            return connection.Run("INSERT INTO admin_password (id, hash) VALUES (1, @hash) ON CONFLICT (id) DO UPDATE SET hash = excluded.hash", ("hash", hash));
        });
    }

    /// <summary>The password's hash, or null where none is set.</summary>
    internal string? Password() => store.Ask(connection => (string?)connection.Scalar("SELECT hash FROM admin_password"));

    /// <summary>Begins a session; the random text it returns is kept by the browser only.</summary>
    internal string Begin(long now, long end)
    {
        var session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        store.Change(connection =>
        {
            connection.Run("DELETE FROM admin_sessions WHERE end_ms <= @now", ("now", now));
            return connection.Run("INSERT INTO admin_sessions (hash, end_ms) VALUES (@hash, @end)", ("hash", HashOf(session)), ("end", end));
        });
        return session;
    }

    /// <summary>Whether a session has begun and not ended.</summary>
    internal bool Holds(string session, long now) =>
        store.Ask(connection => connection.Scalar("SELECT 1 FROM admin_sessions WHERE hash = @hash AND end_ms > @now", ("hash", HashOf(session)), ("now", now))) is not null;

    /// <summary>Ends a session.</summary>
    internal void End(string session) => store.Ask(connection => connection.Run("DELETE FROM admin_sessions WHERE hash = @hash", ("hash", HashOf(session))));

    private static string HashOf(string session) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session)));
}
