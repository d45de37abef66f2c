namespace Esp32Aed.Station;

/// <summary>What a batch says of each of its devices: when it last posted, and its newest record.</summary>
/// <param name="Device">The store's number of the device.</param>
/// <param name="SeenMilliseconds">Arrival of its last post.</param>
/// <param name="Record">The record with the largest boot and sequence.</param>
internal readonly record struct LastRecord(long Device, long SeenMilliseconds, SensorRecord Record)
{
    /// <summary>One for each device of the batch, by number.</summary>
    public static List<LastRecord> Of(IReadOnlyList<SensorRecord> records, IReadOnlyDictionary<string, long> deviceIds)
    {
        var last = new SortedDictionary<long, LastRecord>();
        foreach (var record in records)
        {
            var id = deviceIds[record.Device];
            last[id] = last.TryGetValue(id, out var known)
                ? new LastRecord(id, Math.Max(known.SeenMilliseconds, record.ArrivedMilliseconds), IsNewer(record, known.Record) ? record : known.Record)
                : new LastRecord(id, record.ArrivedMilliseconds, record);
        }

        return [.. last.Values];
    }

    private static bool IsNewer(SensorRecord a, SensorRecord b) => (a.Boot, a.Sequence).CompareTo((b.Boot, b.Sequence)) > 0;
}
