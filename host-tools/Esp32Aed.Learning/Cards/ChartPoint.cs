namespace Esp32Aed.Learning.Cards;

/// <summary>A point of a chart.</summary>
/// <param name="X">In units of the horizontal axis.</param>
/// <param name="Y">In units of the vertical axis.</param>
public readonly record struct ChartPoint(double X, double Y);
