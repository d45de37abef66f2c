namespace Esp32Aed.Soak;

/// <summary>A record of the sensor, or several that it has merged into one.</summary>
/// <param name="Boot">Boot number of the first.</param>
/// <param name="Sequence">Number of the first.</param>
/// <param name="Records">How many.</param>
/// <param name="Events">Events of all.</param>
internal sealed record LedgerEntry(int Boot, int Sequence, int Records, long Events)
{
    /// <summary>What tells it from all others of its sensor.</summary>
    public (int Boot, int Sequence) Identity => (Boot, Sequence);

    /// <inheritdoc/>
    public override string ToString() => $"{Boot}/{Sequence}{(Records > 1 ? $"x{Records}" : string.Empty)}:{Events}";
}
