using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>Moves the pitch at the same length: stretches, then reads faster or slower. Labels are within 8 ms of what they name.</summary>
public sealed record PitchShift : AugmentationPart
{
    /// <inheritdoc/>
    public override string Name => "pitch-shift";

    /// <summary>How far up, semitones, -12 to 12; it is rounded to 1/256 of the frequency, 7 cents.</summary>
    public DrawRange Semitones
    {
        get;
        init => field = value.Within(-12, 12, nameof(Semitones));
    }

    = new(-2, 2);

    internal override Take Apply(Take take, SynthRandom random, IReadOnlyList<short[]> backgrounds)
    {
        var reader = new SpeedReader(PortableMath.Exp2(Semitones.Draw(random) / 12));
        var stretched = Wsola.Stretch(take.Sound, reader.Speed, take.SampleRate);
        return take with { Sound = reader.Read(stretched, take.Sound.Length) };
    }
}
