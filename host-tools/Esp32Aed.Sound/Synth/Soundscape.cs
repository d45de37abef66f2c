namespace Esp32Aed.Sound.Synth;

/// <summary>A soundscape before it is mixed. Both tracks have full scale 1 and are of the same length.</summary>
/// <param name="Blubs">The labelled events alone, as heard in the room.</param>
/// <param name="Background">All else: noise and the distractors that are not labelled.</param>
/// <param name="Labels">One label per blub, in order of onset.</param>
public sealed record Soundscape(double[] Blubs, double[] Background, IReadOnlyList<LabelledEvent> Labels)
{
    /// <summary>Both tracks together, in 16 bits.</summary>
    public short[] Mix() => [.. Blubs.Zip(Background, (blubs, background) => (short)Math.Round(32767 * (blubs + background)))];
}
