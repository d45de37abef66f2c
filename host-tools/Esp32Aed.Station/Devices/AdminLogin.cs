using System.Net;
using System.Net.Sockets;

namespace Esp32Aed.Station;

/// <summary>The login before everything that changes something: one password, and five wrong tries a minute from one address.</summary>
internal sealed class AdminLogin(AdminStore store, TimeProvider time)
{
    /// <summary>How long a session lasts.</summary>
    public static readonly TimeSpan SessionTime = TimeSpan.FromHours(12);

    private const int MostTries = 5;
    private const int MostAddresses = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, Tries> tries = [];
    private readonly Lock hashing = new();

    /// <summary>Whether there is a password.</summary>
    public bool CanLogIn => store.Password() is not null;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Counts a try of an address.</summary>
    /// <returns>Seconds that it must wait first; 0 if it may try now.</returns>
    public int SecondsBeforeTry(IPAddress address)
    {
        var key = NetworkOf(address);
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (tries.Count >= MostAddresses)
            {
                foreach (var (old, _) in tries.Where(t => t.Value.First + Pause <= now).ToList())
                {
                    tries.Remove(old);
                }
            }

            var known = tries.TryGetValue(key, out var counted) && counted.First + Pause > now ? counted : new Tries(0, now);
            if (known.Count >= MostTries || (known.Count == 0 && tries.Count >= MostAddresses))
            {
                return Math.Max(1, (int)Math.Ceiling((known.First + Pause - now).TotalSeconds));
            }

            tries[key] = known with { Count = known.Count + 1 };
            return 0;
        }
    }

    /// <summary>Takes a try back that was no guess.</summary>
    public void Forgive(IPAddress address)
    {
        lock (gate)
        {
            if (tries.TryGetValue(NetworkOf(address), out var known))
            {
                tries[NetworkOf(address)] = known with { Count = Math.Max(0, known.Count - 1) };
            }
        }
    }

    /// <summary>Gives a session for the password, or null for a wrong one.</summary>
    public string? Enter(string password)
    {
        // One at a time: hashing is meant to be slow, and posts need the processor too.
        lock (hashing)
        {
            return password.Length <= AdminStore.LongestPassword && store.Password() is { } hash && PasswordHash.Fits(password, hash)
                ? store.Begin(Now, Now + (long)SessionTime.TotalMilliseconds)
                : null;
        }
    }

    /// <summary>Whether a session was given, and has not ended.</summary>
    public bool Holds(string? session) => session is { Length: > 0 } && store.Holds(session, Now);

    /// <summary>Ends a session.</summary>
    public void Leave(string? session)
    {
        if (session is { Length: > 0 })
        {
            store.End(session);
        }
    }

    /// <summary>Who has one address of IPv6 has 2^64 of them.</summary>
    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private sealed record Tries(int Count, DateTimeOffset First);
}
