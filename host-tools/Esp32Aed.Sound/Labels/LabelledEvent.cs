namespace Esp32Aed.Sound;

/// <summary>One event as a label track has it.</summary>
/// <param name="Onset">Start, seconds from the start of the sound.</param>
/// <param name="Offset">End, seconds; not before <paramref name="Onset"/>.</param>
/// <param name="Label">What it is.</param>
public sealed record LabelledEvent(double Onset, double Offset, string Label);
