using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>Makes a recording louder or softer, as a microphone of another sensitivity: what is loud clips, what is soft is rounded.</summary>
public sealed record GainChange : AugmentationPart
{
    /// <inheritdoc/>
    public override string Name => "gain";

    /// <summary>The gain in dB.</summary>
    public DrawRange Decibels
    {
        get;
        init => field = value.Within(-96, 96, nameof(Decibels));
    }

    = new(-20, 15);

    internal override Take Apply(Take take, SynthRandom random, IReadOnlyList<short[]> backgrounds)
    {
        var factor = Level.ToFactor(Decibels.Draw(random));
        return take with { Sound = Array.ConvertAll(take.Sound, sample => sample * factor) };
    }
}
