using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>Adds noise of a drawn colour; the ratio is that of <see cref="BackgroundMix"/>.</summary>
public sealed record ColouredNoise : AugmentationPart
{
    /// <inheritdoc/>
    public override string Name => "noise";

    /// <summary>Signal-to-noise ratio, dB.</summary>
    public DrawRange SnrDecibels
    {
        get;
        init => field = value.Within(-40, 96, nameof(SnrDecibels));
    }

    = new(10, 40);

    /// <summary>Slope of the noise's power in dB an octave, -6 to 6: white is 0, pink -3, brown -6.</summary>
    public DrawRange DecibelsPerOctave
    {
        get;
        init => field = value.Within(-6, 6, nameof(DecibelsPerOctave));
    }

    = new(-6, 0);

    internal override Take Apply(Take take, SynthRandom random, IReadOnlyList<short[]> backgrounds)
    {
        var snr = SnrDecibels.Draw(random);
        var tilt = new SpectralTilt(DecibelsPerOctave.Draw(random), take.SampleRate);
        var noise = new double[take.Sound.Length];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = random.Uniform(-1, 1);
        }

        tilt.Filter(noise);
        return SignalToNoise.Mix(take, noise, snr);
    }
}
