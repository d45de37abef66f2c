using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Esp32Aed.Station;

/// <summary>
/// The login before the devices' page: one password, given when the station starts. A session is a signed time, so it outlives a restart, holds
/// at every station with the same password, and ends when the password changes.
/// </summary>
internal sealed class AdminLogin
{
    /// <summary>How long a session lasts.</summary>
    public static readonly TimeSpan SessionTime = TimeSpan.FromHours(12);

    private const int FreeTries = 5;
    private const int MostAddresses = 10_000;
    private const int Rounds = 200_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly byte[]? key;
    private readonly byte[] salt = Encoding.ASCII.GetBytes("aed station session");
    private readonly ConcurrentDictionary<IPAddress, Failures> failures = new();
    private readonly TimeProvider time;

    /// <summary>Sets the password, or none: nobody can log in then.</summary>
    public AdminLogin(string? password, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        key = password is null ? null : KeyOf(password);
    }

    /// <summary>Whether there is a password.</summary>
    public bool CanLogIn => key is not null;

    /// <summary>Seconds that an address must wait before it may try again; 0 if it may now.</summary>
    public int WaitSeconds(IPAddress address) =>
        failures.TryGetValue(address, out var failed) && failed.Count >= FreeTries && failed.Last + Pause > time.GetUtcNow()
            ? (int)Math.Ceiling((failed.Last + Pause - time.GetUtcNow()).TotalSeconds)
            : 0;

    /// <summary>Gives a session for the password, or null for a wrong one.</summary>
    public string? Enter(string password, IPAddress address)
    {
        if (key is null || !CryptographicOperations.FixedTimeEquals(KeyOf(password), key))
        {
            Remember(address);
            return null;
        }

        failures.TryRemove(address, out _);
        var end = (time.GetUtcNow() + SessionTime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{end}.{Sign(end)}";
    }

    /// <summary>Whether a session was given here, and has not ended.</summary>
    public bool Holds(string? session)
    {
        if (key is null || session?.Split('.') is not [var end, var signature])
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Sign(end)))
            && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > time.GetUtcNow().ToUnixTimeSeconds();
    }

    private void Remember(IPAddress address)
    {
        if (failures.Count >= MostAddresses)
        {
            foreach (var (old, failed) in failures.Where(f => f.Value.Last + Pause < time.GetUtcNow()))
            {
                failures.TryRemove(new KeyValuePair<IPAddress, Failures>(old, failed));
            }
        }

        var now = time.GetUtcNow();
        failures.AddOrUpdate(address, new Failures(1, now), (_, f) => new Failures(f.Last + Pause < now ? 1 : f.Count + 1, now));
    }

    private string Sign(string end) => Convert.ToHexStringLower(HMACSHA256.HashData(key!, Encoding.UTF8.GetBytes(end)));

    private byte[] KeyOf(string password) => Rfc2898DeriveBytes.Pbkdf2(password, salt, Rounds, HashAlgorithmName.SHA256, 32);

    private sealed record Failures(int Count, DateTimeOffset Last);
}
