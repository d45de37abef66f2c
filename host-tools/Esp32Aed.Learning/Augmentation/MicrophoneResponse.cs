using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>
/// The frequency response of another microphone and its case: a high-pass, a tilt around 1 kHz, one resonance or notch. All are of minimum
/// phase, so onsets stay. Away from its corners the gain is near 1.
/// </summary>
public sealed record MicrophoneResponse : AugmentationPart
{
    private const double LowestResonance = 200;

    /// <inheritdoc/>
    public override string Name => "microphone";

    /// <summary>Corner of the high-pass in Hz; drawn on a logarithmic scale.</summary>
    public DrawRange HighPassHertz
    {
        get;
        init => field = value.Within(1, 1000, nameof(HighPassHertz));
    }

    = new(20, 200);

    /// <summary>Tilt, dB an octave.</summary>
    public DrawRange TiltDecibels
    {
        get;
        init => field = value.Within(-6, 6, nameof(TiltDecibels));
    }

    = new(-2, 2);

    /// <summary>Gain at the resonance, dB. It lies between 200 Hz and 0.45 of the sample rate.</summary>
    public DrawRange ResonanceDecibels
    {
        get;
        init => field = value.Within(-24, 24, nameof(ResonanceDecibels));
    }

    = new(-6, 8);

    /// <summary>Quality of the resonance; drawn on a logarithmic scale.</summary>
    public DrawRange ResonanceQ
    {
        get;
        init => field = value.Within(0.1, 20, nameof(ResonanceQ));
    }

    = new(0.7, 4);

    internal override Take Apply(Take take, SynthRandom random, IReadOnlyList<short[]> backgrounds)
    {
        var rate = take.SampleRate;
        var highPass = Biquad.HighPass(HighPassHertz.DrawLog(random), rate);
        var tilt = new SpectralTilt(TiltDecibels.Draw(random), rate);
        var resonance = Biquad.Peaking(random.LogUniform(LowestResonance, 0.45 * rate), ResonanceQ.DrawLog(random), ResonanceDecibels.Draw(random), rate);
        var sound = resonance.Filter(highPass.Filter(take.Sound));
        tilt.Filter(sound);
        return take with { Sound = sound };
    }
}
