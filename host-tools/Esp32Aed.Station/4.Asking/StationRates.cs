using Esp32Aed.Rates;

namespace Esp32Aed.Station;

/// <summary>Rates from the store's sums: minutes over short times, hours and days over long ones.</summary>
public static class StationRates
{
    private const int MostStretches = 5000;
    private const int MostEvents = 200_000;

    /// <summary>The rate of a class between two times; null where nothing was listened to.</summary>
    /// <param name="store">It has the sums.</param>
    /// <param name="device">Name of the device.</param>
    /// <param name="label">The class; empty for all together.</param>
    /// <param name="from">Milliseconds since 1970 UTC.</param>
    /// <param name="to">Not included.</param>
    public static RateAnswer? Of(IRecordStore store, string device, string label, long from, long to)
    {
        ArgumentNullException.ThrowIfNull(store);
        return Of(store.Buckets(device, label, SizeFor(from, to), from, to));
    }

    /// <summary>The rate over buckets in the order of time; null where nothing was listened to.</summary>
    public static RateAnswer? Of(IReadOnlyList<SumBucket> buckets)
    {
        var stretches = buckets
            .Where(b => b.ListenedMilliseconds > 0)
            .Select(b => new Stretch((int)Math.Min(b.Count, 1_000_000), b.ListenedMilliseconds / 1000.0))
            .ToList();
        if (stretches.Count == 0)
        {
            return null;
        }

        // Where events come in thousands, their number alone makes the interval narrow: spacing would need an onset for each of them.
        var count = stretches.Sum(s => (long)s.Count);
        var seconds = stretches.Sum(s => s.Seconds);
        var rate = count <= MostEvents ? EventRate.FromStretches(stretches) : EventRate.FromCount((int)Math.Min(count, int.MaxValue), seconds);
        return new RateAnswer(rate.PerMinute, rate.Low, double.IsFinite(rate.High) ? rate.High : null, rate.Spacing.ToString().ToLowerInvariant(), count, seconds);
    }

    private static BucketSize SizeFor(long from, long to) =>
        to - from <= MostStretches * 60_000L ? BucketSize.Minute
        : to - from <= MostStretches * 3_600_000L ? BucketSize.Hour
        : BucketSize.Day;
}

/// <summary>A rate with its 95 % interval.</summary>
/// <param name="PerMinute">Events per minute of listening.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end; null where nothing limits it.</param>
/// <param name="Spacing">random, regular or clustered.</param>
/// <param name="Count">Events.</param>
/// <param name="ListenedS">Seconds listened to.</param>
public sealed record RateAnswer(double PerMinute, double Low, double? High, string Spacing, long Count, double ListenedS);
