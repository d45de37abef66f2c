namespace Esp32Aed.Power;

/// <summary>A number and where it comes from.</summary>
/// <param name="Value">The number.</param>
/// <param name="Source">Document with section or table, a published measurement, or "assumed" with the reason.</param>
public sealed record Figure(double Value, string Source);
