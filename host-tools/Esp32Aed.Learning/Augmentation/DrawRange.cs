using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>Bounds between which a value is drawn, evenly; equal bounds fix it.</summary>
public readonly record struct DrawRange
{
    /// <summary>Takes the bounds.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">The most.</param>
    /// <exception cref="ArgumentException">They are not finite, or in the wrong order.</exception>
    public DrawRange(double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low > high)
        {
            throw new ArgumentException($"no range: {low} to {high}", nameof(high));
        }

        (Low, High) = (low, high);
    }

    /// <summary>The least.</summary>
    public double Low { get; }

    /// <summary>The most.</summary>
    public double High { get; }

    /// <summary>The range, when it lies within the bounds of what it is for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not.</exception>
    internal DrawRange Within(double least, double most, string name) =>
        Low >= least && High <= most ? this : throw new ArgumentOutOfRangeException(name, $"{Low} to {High}: must lie within {least} and {most}");

    internal double Draw(SynthRandom random) => random.Uniform(Low, High);

    /// <summary>A draw that is even on a logarithmic scale.</summary>
    internal double DrawLog(SynthRandom random) => random.LogUniform(Low, High);
}
