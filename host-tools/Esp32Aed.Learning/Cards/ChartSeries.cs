namespace Esp32Aed.Learning.Cards;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Colour">Number of its colour, from 0; they repeat after <see cref="SvgDrawing.Colours"/>.</param>
/// <param name="Points">In the order in which they are joined; those that are not finite are left out.</param>
public sealed record ChartSeries(string Name, int Colour, IReadOnlyList<ChartPoint> Points)
{
    /// <summary>Whether it is drawn dashed.</summary>
    public bool IsDashed { get; init; }

    /// <summary>A point with a dot on it.</summary>
    public ChartPoint? Mark { get; init; }
}
