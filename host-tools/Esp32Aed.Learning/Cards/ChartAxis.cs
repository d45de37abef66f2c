namespace Esp32Aed.Learning.Cards;

/// <summary>An axis of a chart.</summary>
/// <param name="title">What it measures, with the unit.</param>
public abstract class ChartAxis(string title)
{
    /// <summary>What it measures, with the unit.</summary>
    public string Title { get; } = title;

    /// <summary>Round values and how they are written, in rising order.</summary>
    public abstract IReadOnlyList<(double Value, string Text)> Ticks { get; }

    /// <summary>Where a value lies, from 0 (start of the axis) to 1 (its end); values beyond lie at the end that is nearer.</summary>
    public abstract double Place(double value);
}
