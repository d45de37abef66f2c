using System.Threading.RateLimiting;

namespace Esp32Aed.Station;

/// <summary>
/// How often a device may post, and an address without a known token: so many at once, and as many again each minute, evenly. A sensor that
/// empties its outbox after days without a network fits in; a sensor gone mad does not keep the others from posting.
/// </summary>
internal sealed class SenderLimits : IDisposable
{
    private const int StrangersPostsPerMinute = 60;
    private readonly PartitionedRateLimiter<(bool IsDevice, string Name)> limiter;

    /// <summary>Limits the senders.</summary>
    /// <param name="postsPerMinute">Of a device; at least 1.</param>
    public SenderLimits(int postsPerMinute)
    {
        limiter = PartitionedRateLimiter.Create<(bool IsDevice, string Name), (bool, string)>(sender =>
            RateLimitPartition.GetTokenBucketLimiter(sender, _ => Bucket(sender.IsDevice ? postsPerMinute : StrangersPostsPerMinute)));
    }

    /// <summary>Counts a post of a device.</summary>
    /// <returns>Seconds to wait before the next; 0 if this one may be taken.</returns>
    public int SecondsBeforePost(string device) => Seconds((true, device));

    /// <summary>Counts a post without a known token.</summary>
    /// <returns>Seconds to wait before the next; 0 if this one may be answered.</returns>
    public int SecondsBeforeStranger(string address) => Seconds((false, address));

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();

    private int Seconds((bool IsDevice, string Name) sender)
    {
        using var lease = limiter.AttemptAcquire(sender);
        return lease.IsAcquired ? 0
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))
            : 1;
    }

    private static TokenBucketRateLimiterOptions Bucket(int perMinute)
    {
        // Whole posts only, every second or so.
        var perRefill = Math.Max(1, perMinute / 60);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = perRefill,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) * perRefill / perMinute,
            QueueLimit = 0,
        };
    }
}
