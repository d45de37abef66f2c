namespace Esp32Aed.Detection;

/// <summary>
/// Stage 2 of the front end: the discrete Fourier transform of N real values by a complex one of N/2 points (radix 2, decimation in
/// time) and one split step (Sorensen et al., "Real-valued fast Fourier transform algorithms", IEEE Trans. ASSP 35, 1987).
/// 64-bit values throughout: nothing is scaled down between the steps, so nothing is lost at low levels.
/// </summary>
public sealed class RealFft
{
    private const int TwiddleBits = 22;

    private readonly int half;
    private readonly int[] reversed;
    private readonly int[] cosine;
    private readonly int[] sine;
    private readonly long[] real;
    private readonly long[] imaginary;

    /// <summary>Makes the transform.</summary>
    /// <param name="length">N, a power of two from 16 to 1024.</param>
    public RealFft(int length)
    {
        half = length / 2;
        reversed = new int[half];
        cosine = new int[half];
        sine = new int[half];
        real = new long[half];
        imaginary = new long[half];
        for (var k = 0; k < half; k++)
        {
            cosine[k] = (int)(FixedMath.Cosine(k, length) >> (30 - TwiddleBits));
            sine[k] = (int)(FixedMath.Sine(k, length) >> (30 - TwiddleBits));
            for (int bit = 1, mirrored = half >> 1; bit < half; bit <<= 1, mirrored >>= 1)
            {
                if ((k & bit) != 0)
                {
                    reversed[k] |= mirrored;
                }
            }
        }
    }

    /// <summary>Transforms one windowed frame.</summary>
    /// <param name="windowed">N real values, Q15.</param>
    /// <param name="spectrumReal">Receives twice the real parts of bins 0 to N/2, Q15.</param>
    /// <param name="spectrumImaginary">Receives twice the imaginary parts of bins 0 to N/2, Q15.</param>
    public void Transform(int[] windowed, long[] spectrumReal, long[] spectrumImaginary)
    {
        for (var n = 0; n < half; n++)
        {
            var from = reversed[n] << 1;
            real[n] = windowed[from];
            imaginary[n] = windowed[from + 1];
        }

        Butterflies();
        Split(spectrumReal, spectrumImaginary);
    }

    private void Butterflies()
    {
        var re = real;
        var im = imaginary;
        for (var span = 1; span < half; span <<= 1)
        {
            var stride = half / span;
            for (var group = 0; group < span; group++)
            {
                long c = cosine[group * stride];
                long s = sine[group * stride];
                for (var top = group; top < half; top += span << 1)
                {
                    var bottom = top + span;
                    var x = re[bottom];
                    var y = im[bottom];
                    var turnedRe = ((x * c) + (y * s)) >> TwiddleBits;
                    var turnedIm = ((y * c) - (x * s)) >> TwiddleBits;
                    re[bottom] = re[top] - turnedRe;
                    im[bottom] = im[top] - turnedIm;
                    re[top] += turnedRe;
                    im[top] += turnedIm;
                }
            }
        }
    }

    // With Z the transform of x[2n] + i x[2n+1]:  2 X[k] = Z[k] + Z*[M-k] - i e^(-2 pi i k / N) (Z[k] - Z*[M-k]),  M = N/2.
    private void Split(long[] spectrumReal, long[] spectrumImaginary)
    {
        spectrumReal[0] = (real[0] + imaginary[0]) << 1;
        spectrumImaginary[0] = 0;
        spectrumReal[half] = (real[0] - imaginary[0]) << 1;
        spectrumImaginary[half] = 0;
        for (var k = 1; k < half; k++)
        {
            var mirror = half - k;
            var evenRe = real[k] + real[mirror];
            var evenIm = imaginary[k] - imaginary[mirror];
            var oddRe = imaginary[k] + imaginary[mirror];
            var oddIm = real[mirror] - real[k];
            long c = cosine[k];
            long s = sine[k];
            spectrumReal[k] = evenRe + (((oddRe * c) + (oddIm * s)) >> TwiddleBits);
            spectrumImaginary[k] = evenIm + (((oddIm * c) - (oddRe * s)) >> TwiddleBits);
        }
    }
}
