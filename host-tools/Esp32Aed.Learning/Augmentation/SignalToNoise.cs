using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>
/// Adds noise at a signal-to-noise ratio: the RMS of the recording over that of the noise, both within the labelled spans and after a
/// 100 Hz high-pass. A recording without labelled spans is compared as a whole.
/// </summary>
internal static class SignalToNoise
{
    /// <summary>The take with noise as long as it; the take itself when either is silent where they are compared.</summary>
    public static Take Mix(Take take, double[] noise, double decibels)
    {
        var spans = take.Spans();
        var loudness = Loudness.Over(take.Sound, spans, take.SampleRate);
        var noiseLoudness = Loudness.Over(noise, spans, take.SampleRate);
        if (!(loudness > 0 && noiseLoudness > 0))
        {
            return take;
        }

        var mixed = (double[])take.Sound.Clone();
        Level.Mix(mixed, noise, 0, loudness / noiseLoudness / Level.ToFactor(decibels));
        return take with { Sound = mixed };
    }
}
