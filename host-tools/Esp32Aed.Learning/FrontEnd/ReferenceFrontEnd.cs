using Esp32Aed.Detection;

namespace Esp32Aed.Learning;

/// <summary>
/// The front end in double precision, written from the definitions and sharing nothing with the firmware's but the unit in which the floor is given:
/// a discrete Fourier transform by its sum, triangles between the unrounded edges, log2, orthonormal DCT-II. It is what the firmware's
/// precision is measured against.
/// </summary>
public sealed class ReferenceFrontEnd
{
    private readonly FrontEndSettings settings;
    private readonly double[] edges;
    private readonly double floor;

    /// <summary>Makes the reference.</summary>
    /// <param name="settings">Lengths, coefficients and floor.</param>
    /// <param name="edgesHertz">The B + 2 edges of the bands in Hz, unrounded.</param>
    public ReferenceFrontEnd(FrontEndSettings settings, double[] edgesHertz)
    {
        this.settings = settings;
        edges = edgesHertz;

        // A unit of MelBands.Sum: |2X|^2 with X in Q15, shifted right by 2 (log2 N + 2) + 6, weights in Q12.
        var n = (double)settings.FrameLength;
        var unit = 4 * Math.Pow(2, 30) / Math.Pow(n * 4, 2) / Math.Pow(2, MelBands.PowerShift) * Math.Pow(2, MelBands.WeightBits);
        floor = Math.Pow(2, settings.FloorLog2) / unit;
    }

    /// <summary>Log-mel values in bits above the floor: log2(energy + floor) - log2(floor).</summary>
    /// <param name="frame">N samples, 16-bit signed.</param>
    public double[] LogMel(ReadOnlySpan<short> frame)
    {
        var n = frame.Length;
        var power = new double[(n / 2) + 1];
        for (var k = 0; k < power.Length; k++)
        {
            double re = 0, im = 0;
            for (var t = 0; t < n; t++)
            {
                var windowed = frame[t] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * t / n)));
                var (sin, cos) = Math.SinCos(2 * Math.PI * k * t / n);
                re += windowed * cos;
                im -= windowed * sin;
            }

            power[k] = (re * re) + (im * im);
        }

        var logMel = new double[edges.Length - 2];
        for (var b = 0; b < logMel.Length; b++)
        {
            double energy = 0;
            for (var k = 0; k < power.Length; k++)
            {
                var f = (double)k * settings.SampleRate / n;
                var rising = (f - edges[b]) / (edges[b + 1] - edges[b]);
                var falling = (edges[b + 2] - f) / (edges[b + 2] - edges[b + 1]);
                energy += power[k] * Math.Max(0, Math.Min(rising, falling));
            }

            logMel[b] = Math.Log2(energy + floor) - Math.Log2(floor);
        }

        return logMel;
    }

    /// <summary>MFCC of log-mel values, in bits.</summary>
    public double[] Mfcc(double[] logMel)
    {
        var b = logMel.Length;
        return [.. Enumerable.Range(0, settings.Coefficients).Select(k =>
            Math.Sqrt((k == 0 ? 1.0 : 2.0) / b) * Enumerable.Range(0, b).Sum(i => logMel[i] * Math.Cos(Math.PI * k * (i + 0.5) / b)))];
    }
}
