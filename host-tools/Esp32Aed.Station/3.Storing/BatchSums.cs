namespace Esp32Aed.Station;

/// <summary>What a batch of new records adds to the sums: for each device and size of bucket, a row for every label and one, with an empty label, for all.</summary>
internal static class BatchSums
{
    private static readonly BucketSize[] Sizes = [BucketSize.Minute, BucketSize.Hour, BucketSize.Day];

    /// <summary>Rows in one order, so that stations that write at once never wait for each other in a circle.</summary>
    public static List<KeyValuePair<SumKey, SumBucket>> Of(IEnumerable<SensorRecord> records, IReadOnlyDictionary<string, long> deviceIds)
    {
        var sums = new Dictionary<SumKey, SumBucket>();
        foreach (var record in records)
        {
            var device = deviceIds[record.Device];
            foreach (var size in Sizes)
            {
                var start = BucketStart(record.StartMilliseconds, size);
                Add(sums, new SumKey(device, (int)size, string.Empty, start), record, record.Counts.Sum(c => c.Count));
                foreach (var (label, count) in record.Counts)
                {
                    Add(sums, new SumKey(device, (int)size, label, start), record, count);
                }
            }
        }

        return [.. sums.OrderBy(s => s.Key)];
    }

    /// <summary>Start of the bucket that a time is in.</summary>
    public static long BucketStart(long milliseconds, BucketSize size) => milliseconds - (milliseconds % ((int)size * 1000L));

    private static void Add(Dictionary<SumKey, SumBucket> sums, SumKey key, SensorRecord record, long count)
    {
        sums.TryGetValue(key, out var sum);
        sums[key] = new SumBucket(
            key.Start,
            sum.Count + count,
            sum.ListenedMilliseconds + record.ListenedMilliseconds,
            sum.LengthMilliseconds + record.LengthMilliseconds,
            sum.LostMilliseconds + record.LostMilliseconds,
            sum.Records + 1);
    }
}

/// <summary>Key of a row of sums.</summary>
/// <param name="Device">The store's number of the device.</param>
/// <param name="Seconds">Length of the bucket.</param>
/// <param name="Label">The class; empty for all.</param>
/// <param name="Start">Start of the bucket, milliseconds since 1970 UTC.</param>
internal readonly record struct SumKey(long Device, int Seconds, string Label, long Start) : IComparable<SumKey>
{
    public static bool operator <(SumKey a, SumKey b) => a.CompareTo(b) < 0;

    public static bool operator >(SumKey a, SumKey b) => a.CompareTo(b) > 0;

    public static bool operator <=(SumKey a, SumKey b) => a.CompareTo(b) <= 0;

    public static bool operator >=(SumKey a, SumKey b) => a.CompareTo(b) >= 0;

    public int CompareTo(SumKey other)
    {
        var device = Device.CompareTo(other.Device);
        var seconds = device != 0 ? device : Seconds.CompareTo(other.Seconds);
        var label = seconds != 0 ? seconds : string.CompareOrdinal(Label, other.Label);
        return label != 0 ? label : Start.CompareTo(other.Start);
    }
}
