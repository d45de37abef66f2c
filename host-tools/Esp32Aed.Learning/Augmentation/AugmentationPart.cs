using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>One way to vary a recording. What it draws does not depend on what stands before or after it in a recipe.</summary>
public abstract record AugmentationPart
{
    /// <summary>What it is called in recipes and reports.</summary>
    public abstract string Name { get; }

    /// <summary>How often it is applied, 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no probability.</exception>
    public double Probability
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a probability is 0 to 1");
    }

    = 1;

    /// <summary>The take, varied; the take itself where there is nothing to vary.</summary>
    internal abstract Take Apply(Take take, SynthRandom random, IReadOnlyList<short[]> backgrounds);
}
