using System.Globalization;

namespace Esp32Aed.Learning.Cards;

/// <summary>An axis of equal steps of 1, 2 or 5 times a power of ten, from the last step before the values to the first after them.</summary>
public sealed class LinearAxis : ChartAxis
{
    private const int MostSteps = 6;

    private static readonly int[] RoundFactors = [1, 2, 5, 10];

    private readonly double low;
    private readonly double high;

    /// <summary>Makes an axis that holds two values and all between them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The first is not below the second.</exception>
    public LinearAxis(string title, double from, double to)
        : base(title)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, to);
        var step = RoundStep((to - from) / MostSteps);
        var (first, last) = ((int)Math.Floor((from / step) + 1e-9), (int)Math.Ceiling((to / step) - 1e-9));
        var format = $"F{Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9))}";
        (low, high) = (first * step, last * step);
        Ticks = [.. Enumerable.Range(first, last - first + 1).Select(i => (i * step, (i * step).ToString(format, CultureInfo.InvariantCulture)))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(double Value, string Text)> Ticks { get; }

    /// <inheritdoc/>
    public override double Place(double value) => Math.Clamp((value - low) / (high - low), 0, 1);

    private static double RoundStep(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return RoundFactors.First(factor => factor * power >= least * (1 - 1e-9)) * power;
    }
}
