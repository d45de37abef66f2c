using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>
/// Adds a background from a random moment on, repeated where it is too short. The signal-to-noise ratio is the RMS of the recording
/// over that of the background, both within the labelled spans (within the whole recording where there are none) and after a 100 Hz
/// high-pass. Nothing is added to, or of, digital silence.
/// </summary>
public sealed record BackgroundMix : AugmentationPart
{
    private const double SeamSeconds = 0.02;

    /// <inheritdoc/>
    public override string Name => "background";

    /// <summary>Signal-to-noise ratio, dB.</summary>
    public DrawRange SnrDecibels
    {
        get;
        init => field = value.Within(-40, 96, nameof(SnrDecibels));
    }

    = new(3, 30);

    internal override Take Apply(Take take, SynthRandom random, IReadOnlyList<short[]> backgrounds)
    {
        if (backgrounds.Count == 0)
        {
            return take;
        }

        var snr = SnrDecibels.Draw(random);
        var background = backgrounds[random.Integer(0, backgrounds.Count - 1)];
        var start = random.Uniform();
        return SignalToNoise.Mix(take, Piece(background, start, take.Sound.Length, take.SampleRate), snr);
    }

    /// <summary>So many samples from a place (0 to 1) in a background. Where it is repeated, its end fades into its start at equal power.</summary>
    internal static double[] Piece(short[] background, double place, int length, int sampleRate)
    {
        if (background.Length >= length)
        {
            var from = (int)(place * (background.Length - length + 1));
            return Array.ConvertAll(background[from..(from + length)], sample => (double)sample);
        }

        var seam = Math.Min((int)(SeamSeconds * sampleRate), background.Length / 2);
        var period = background.Length - seam;
        var fadeIn = new double[seam];
        for (var i = 0; i < seam; i++)
        {
            fadeIn[i] = PortableMath.Sin(Math.PI / 2 * (i + 0.5) / seam);
        }

        var piece = new double[length];
        var at = (int)(place * period);
        for (var i = 0; i < length; i++)
        {
            piece[i] = at < seam ? (fadeIn[at] * background[at]) + (fadeIn[seam - 1 - at] * background[period + at]) : background[at];
            at = (at + 1) % period;
        }

        return piece;
    }
}
