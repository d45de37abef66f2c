namespace Esp32Aed.Detection;

/// <summary>
/// Stage 7 of the front end: the orthonormal DCT-II of the log-mel values, which gives the MFCC:
/// c[k] = s[k] sum over b of L[b] cos(pi k (b + 1/2) / B), with s[0] = sqrt(1/B) and s[k] = sqrt(2/B).
/// </summary>
public sealed class Dct
{
    private const int WeightBits = 14;

    private readonly int[] weights;
    private readonly int bands;
    private readonly int coefficients;

    /// <summary>Makes the transform of <paramref name="bands"/> values to the first <paramref name="coefficients"/>.</summary>
    public Dct(int bands, int coefficients)
    {
        this.bands = bands;
        this.coefficients = coefficients;
        weights = new int[bands * coefficients];
        for (var k = 0; k < coefficients; k++)
        {
            var scale = FixedMath.SquareRoot(((k == 0 ? 1L : 2L) << 48) / bands); // Q24
            for (var b = 0; b < bands; b++)
            {
                var cosine = FixedMath.Cosine(k * ((2 * b) + 1), 4 * bands); // Q30
                weights[(k * bands) + b] = (int)(((cosine >> 10) * scale + (1L << (43 - WeightBits))) >> (44 - WeightBits));
            }
        }
    }

    /// <summary>Transforms one frame.</summary>
    /// <param name="logMel">B values, Q10.</param>
    /// <param name="mfcc">Receives the coefficients, Q10.</param>
    public void Apply(int[] logMel, int[] mfcc)
    {
        var w = weights;
        var at = 0;
        for (var k = 0; k < coefficients; k++)
        {
            long sum = 1L << (WeightBits - 1);
            for (var b = 0; b < bands; b++)
            {
                sum += (long)logMel[b] * w[at++];
            }

            mfcc[k] = (int)(sum >> WeightBits);
        }
    }
}
