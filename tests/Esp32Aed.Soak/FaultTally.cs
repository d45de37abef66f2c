namespace Esp32Aed.Soak;

/// <summary>Faults that the sensor has met, by kind.</summary>
internal sealed class FaultTally
{
    private readonly SortedDictionary<string, long> kinds = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public long Total => kinds.Values.Sum();

    /// <summary>How many of each kind.</summary>
    public IReadOnlyDictionary<string, long> Kinds => kinds;

    /// <summary>Adds faults of a kind.</summary>
    public void Add(string kind, long count = 1)
    {
        if (count > 0)
        {
            kinds[kind] = kinds.GetValueOrDefault(kind) + count;
        }
    }
}
