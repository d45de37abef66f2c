namespace Esp32Aed.Detection;

/// <summary>Stage 1 of the front end: the periodic Hann window, 0.5 - 0.5 cos(2 pi n / N).</summary>
public sealed class HannWindow
{
    private readonly int[] weights;

    /// <summary>Makes the window of <paramref name="frameLength"/> samples, Q15.</summary>
    public HannWindow(int frameLength)
    {
        weights = new int[frameLength];
        for (var n = 0; n < frameLength; n++)
        {
            weights[n] = (int)((FixedMath.One - FixedMath.Cosine(n, frameLength) + (1 << 15)) >> 16);
        }
    }

    /// <summary>Multiplies a frame by the window.</summary>
    /// <param name="samples">N samples, Q0.</param>
    /// <param name="windowed">Receives N values, Q15, at most 2^30 in size.</param>
    public void Apply(short[] samples, int[] windowed)
    {
        var window = weights;
        for (var n = 0; n < window.Length; n++)
        {
            windowed[n] = samples[n] * window[n];
        }
    }
}
