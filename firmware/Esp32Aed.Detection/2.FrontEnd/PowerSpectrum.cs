namespace Esp32Aed.Detection;

/// <summary>Stage 3 of the front end: the squared magnitude of each bin.</summary>
/// <remarks>
/// A bin comes in as 2X in Q15, at most 2^(30 + log2 N). It is shifted right by log2 N + 2, so that a square never exceeds 2^56, nor do bins 1
/// to N/2 - 1 of a frame together (Parseval).
/// </remarks>
public sealed class PowerSpectrum
{
    private readonly int shift;
    private readonly int first;
    private readonly int last;

    /// <summary>Makes the stage.</summary>
    /// <param name="frameLength">N, a power of two.</param>
    /// <param name="first">First bin that is wanted.</param>
    /// <param name="last">Last bin that is wanted, at most N/2.</param>
    public PowerSpectrum(int frameLength, int first, int last)
    {
        this.first = first;
        this.last = last;
        shift = 2;
        for (var n = frameLength; n > 1; n >>= 1)
        {
            shift++;
        }
    }

    /// <summary>Fills the power of the wanted bins.</summary>
    /// <param name="real">Twice the real parts, N/2 + 1 bins, Q15.</param>
    /// <param name="imaginary">Twice the imaginary parts, N/2 + 1 bins, Q15.</param>
    /// <param name="power">Receives the powers of bins <c>first</c> to <c>last</c>; the others keep what they hold.</param>
    public void Compute(long[] real, long[] imaginary, long[] power)
    {
        var by = shift;
        var end = last;
        for (var k = first; k <= end; k++)
        {
            var re = real[k] >> by;
            var im = imaginary[k] >> by;
            power[k] = (re * re) + (im * im);
        }
    }
}
