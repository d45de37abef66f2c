using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>Makes a recording longer or shorter at the same pitch; see <see cref="Wsola"/>. Labels are within 8 ms of what they name.</summary>
public sealed record TimeStretch : AugmentationPart
{
    /// <inheritdoc/>
    public override string Name => "time-stretch";

    /// <summary>New length by old length, 0.5 to 2.</summary>
    public DrawRange Factor
    {
        get;
        init => field = value.Within(0.5, 2, nameof(Factor));
    }

    = new(0.85, 1.15);

    internal override Take Apply(Take take, SynthRandom random, IReadOnlyList<short[]> backgrounds)
    {
        var factor = Factor.Draw(random);
        return take.Slowed(Wsola.Stretch(take.Sound, factor, take.SampleRate), factor);
    }
}
