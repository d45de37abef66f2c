using Esp32Aed.Learning.Training;
using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>
/// Reads a sound faster or slower than it was recorded: a sinc under a Hann window of 32 samples, which lets through what stays below
/// the Nyquist frequency. The speed is a whole number of 1/256, so that all positions between samples lie on a grid of 256, each of
/// which has its filter.
/// </summary>
internal sealed class SpeedReader
{
    private const int Grid = 256;
    private const int Taps = 32;

    private readonly int step;
    private readonly float[] filters = new float[Grid * Taps];

    /// <summary>Designs the filters.</summary>
    public SpeedReader(double speed)
    {
        step = (int)Math.Round(speed * Grid);
        var cutoff = Math.Min(1, 1 / Speed);
        for (var phase = 0; phase < Grid; phase++)
        {
            Design((double)phase / Grid, cutoff, filters.AsSpan(phase * Taps, Taps));
        }
    }

    /// <summary>Samples read for each that is given.</summary>
    public double Speed => (double)step / Grid;

    /// <summary>Output sample n is the sound at sample n * <see cref="Speed"/>; beyond its ends is silence.</summary>
    public double[] Read(ReadOnlySpan<double> sound, int length)
    {
        var padded = new float[sound.Length + (2 * Taps)];
        for (var i = 0; i < sound.Length; i++)
        {
            padded[i + Taps] = (float)sound[i];
        }

        var read = new double[length];
        for (var n = 0; n < length; n++)
        {
            var place = (long)n * step;
            var from = (int)Math.Min((place / Grid) + (Taps / 2) + 1, padded.Length - Taps);
            read[n] = FixedOrder.Dot(filters.AsSpan((int)(place % Grid) * Taps, Taps), padded.AsSpan(from));
        }

        return read;
    }

    /// <summary>Tap i weighs the sample that lies i - 15 after the whole part of the position.</summary>
    private static void Design(double fraction, double cutoff, Span<float> taps)
    {
        for (var i = 0; i < Taps; i++)
        {
            var x = i - ((Taps / 2) - 1) - fraction;
            var angle = Math.PI * cutoff * x;
            var sinc = x == 0 ? 1 : PortableMath.Sin(angle) / angle;
            taps[i] = (float)(cutoff * sinc * 0.5 * (1 + PortableMath.Cos(2 * Math.PI * x / Taps)));
        }
    }
}
