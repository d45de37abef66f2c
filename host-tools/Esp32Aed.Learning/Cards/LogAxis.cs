using System.Globalization;

namespace Esp32Aed.Learning.Cards;

/// <summary>
/// An axis of powers of ten, from the last one before the values to the first after them. It has no place for 0, so 0 gets one of its own
/// at the start, with a gap before the least power.
/// </summary>
public sealed class LogAxis : ChartAxis
{
    private const double Gap = 0.06;
    private const int FewDecades = 2;

    private readonly int lowPower;
    private readonly int highPower;
    private readonly double start;

    /// <summary>Makes an axis that holds all of the values.</summary>
    /// <param name="title">What it measures.</param>
    /// <param name="values">0 or more each.</param>
    public LogAxis(string title, IEnumerable<double> values)
        : base(title)
    {
        var all = values.Where(double.IsFinite).ToArray();
        var positive = all.Where(value => value > 0).DefaultIfEmpty(1).ToArray();
        lowPower = (int)Math.Floor(Math.Log10(positive.Min()) + 1e-9);
        highPower = Math.Max(lowPower + 1, (int)Math.Ceiling(Math.Log10(positive.Max()) - 1e-9));
        var hasZero = all.Any(value => value <= 0);
        start = hasZero ? Gap : 0;

        int[] factors = highPower - lowPower > FewDecades ? [1] : [1, 2, 5];
        var end = Math.Pow(10, highPower);
        var ticks = Enumerable.Range(lowPower, highPower - lowPower)
            .SelectMany(power => factors.Select(factor => factor * Math.Pow(10, power)))
            .Append(end)
            .Select(value => (value, value.ToString("0.#########", CultureInfo.InvariantCulture)));
        Ticks = [.. hasZero ? new[] { (0.0, "0") } : [], .. ticks];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(double Value, string Text)> Ticks { get; }

    /// <inheritdoc/>
    public override double Place(double value) => value <= 0
        ? 0
        : start + ((1 - start) * Math.Clamp((Math.Log10(value) - lowPower) / (highPower - lowPower), 0, 1));
}
