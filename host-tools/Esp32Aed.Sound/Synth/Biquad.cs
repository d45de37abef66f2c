namespace Esp32Aed.Sound.Synth;

/// <summary>A second-order filter: b0 + b1/z + b2/z^2 over 1 + a1/z + a2/z^2. Designs: R. Bristow-Johnson, Audio EQ Cookbook.</summary>
internal sealed record Biquad(double B0, double B1, double B2, double A1, double A2)
{
    /// <summary>Butterworth high-pass (Q = 1 / sqrt 2), 12 dB an octave.</summary>
    public static Biquad HighPass(double hertz, int sampleRate)
    {
        var w = 2 * Math.PI * hertz / sampleRate;
        var alpha = PortableMath.Sin(w) / Math.Sqrt(2);
        var b = (1 + PortableMath.Cos(w)) / 2;
        return Normalised(b, -2 * b, b, 1 + alpha, -2 * PortableMath.Cos(w), 1 - alpha);
    }

    /// <summary>Band-pass of gain 1 at its centre.</summary>
    public static Biquad BandPass(double hertz, double q, int sampleRate)
    {
        var w = 2 * Math.PI * hertz / sampleRate;
        var alpha = PortableMath.Sin(w) / (2 * q);
        return Normalised(alpha, 0, -alpha, 1 + alpha, -2 * PortableMath.Cos(w), 1 - alpha);
    }

    /// <summary>Gain at a centre, 1 far from it: a resonance, or a notch when the decibels are negative.</summary>
    public static Biquad Peaking(double hertz, double q, double decibels, int sampleRate)
    {
        var w = 2 * Math.PI * hertz / sampleRate;
        var alpha = PortableMath.Sin(w) / (2 * q);
        var amplitude = Level.ToFactor(decibels / 2);
        var b1 = -2 * PortableMath.Cos(w);
        return Normalised(1 + (alpha * amplitude), b1, 1 - (alpha * amplitude), 1 + (alpha / amplitude), b1, 1 - (alpha / amplitude));
    }

    /// <summary>The filtered sound, as long as the sound, from rest.</summary>
    public double[] Filter(ReadOnlySpan<double> sound)
    {
        var filtered = new double[sound.Length];
        double x1 = 0, x2 = 0, y1 = 0, y2 = 0;
        for (var i = 0; i < sound.Length; i++)
        {
            var x = sound[i];
            var y = (B0 * x) + (B1 * x1) + (B2 * x2) - (A1 * y1) - (A2 * y2);
            (x2, x1, y2, y1) = (x1, x, y1, y);
            filtered[i] = y;
        }

        return filtered;
    }

    private static Biquad Normalised(double b0, double b1, double b2, double a0, double a1, double a2) =>
        new(b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0);
}
