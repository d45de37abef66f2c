using Esp32Aed.Sound;
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
        var spans = Spans(take);
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

    /// <summary>The labelled spans in samples, joined where they overlap; all of the take where there are none.</summary>
    private static List<(int Onset, int End)> Spans(Take take)
    {
        var spans = new List<(int Onset, int End)>();
        var free = 0;
        foreach (var labelled in take.Events.OrderBy(e => e.Onset))
        {
            var onset = Math.Max(free, Sample(labelled.Onset, take));
            var end = Sample(labelled.Offset, take);
            if (onset < end)
            {
                spans.Add((onset, end));
                free = end;
            }
        }

        return spans.Count > 0 ? spans : [(0, take.Sound.Length)];
    }

    private static int Sample(double seconds, Take take) => (int)Math.Clamp(Math.Round(seconds * take.SampleRate), 0, take.Sound.Length);
}
