namespace Esp32Aed.Learning.Networks;

/// <summary>Mixup (Zhang et al. 2018): an example is mixed with another, and so are their targets.</summary>
internal static class Mixup
{
    private const double Shape = 0.3;

    /// <summary>Share of the other example, at most a half: the smaller part of a draw from a beta distribution with both shapes below 1 (Johnk 1964).</summary>
    public static float Share(Random random)
    {
        double x, y;
        do
        {
            x = Math.Pow(random.NextDouble(), 1 / Shape);
            y = Math.Pow(random.NextDouble(), 1 / Shape);
        }
        while (x + y is > 1 or 0);
        return (float)(Math.Min(x, y) / (x + y));
    }

    /// <summary>Moves values towards others by a share of their distance.</summary>
    public static void Blend(ReadOnlySpan<float> other, float share, Span<float> values)
    {
        for (var i = 0; i < other.Length; i++)
        {
            values[i] += share * (other[i] - values[i]);
        }
    }
}
