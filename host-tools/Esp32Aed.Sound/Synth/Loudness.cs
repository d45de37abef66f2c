namespace Esp32Aed.Sound.Synth;

/// <summary>What signal-to-noise ratios compare: the RMS over given spans, after a 100 Hz high-pass that takes hum and wind out.</summary>
internal static class Loudness
{
    private const double HighPassHertz = 100;

    /// <summary>RMS over spans of samples that do not overlap; not a number where they hold no sample.</summary>
    public static double Over(ReadOnlySpan<double> sound, IReadOnlyList<(int Onset, int End)> spans, int sampleRate)
    {
        var filtered = Biquad.HighPass(HighPassHertz, sampleRate).Filter(sound);
        var power = spans.Sum(span => filtered[span.Onset..span.End].Sum(sample => sample * sample));
        return Math.Sqrt(power / spans.Sum(span => span.End - span.Onset));
    }
}
