namespace Esp32Aed.Detection;

/// <summary>
/// The front end's stages from window to MFCC in one piece, written for one set of parameters by a generator: far fewer operations than
/// the stages one by one, the same values within their rounding. An application hands the kernels that it carries to the chain.
/// </summary>
public abstract class SpectralKernel
{
    /// <summary>Least log2 of the floor that the kernels' logarithm is precise at.</summary>
    protected const int LeastFloorLog2 = 24;

    /// <summary>Largest log2 of the floor that the kernels' table of logarithms has room for.</summary>
    protected const int LargestFloorLog2 = 31;

    private const int TableBits = 12;

    /// <summary>Whether this kernel computes what these settings ask for.</summary>
    public abstract bool Fits(FrontEndSettings settings);

    /// <summary>Makes its tables; once, before the first frame.</summary>
    /// <param name="settings">Settings that fit.</param>
    public abstract void Prepare(FrontEndSettings settings);

    /// <summary>Computes one frame.</summary>
    /// <param name="frame">One frame; see <see cref="StereoFrame"/>. The bytes of the other channel do not matter.</param>
    /// <param name="hearing">The hearing range, which follows the frame.</param>
    /// <param name="logMel">Receives the B log-mel values, Q10; null if nobody wants them.</param>
    /// <param name="mfcc">Receives the MFCC, Q10; may be empty.</param>
    public abstract void Compute(byte[] frame, HearingRange hearing, int[] logMel, int[] mfcc);

    /// <summary>Whether two lists are equal.</summary>
    protected static bool AreEqual(int[] left, int[] right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Table of log2(i + 1/2) - <paramref name="floorLog2"/>, Q10, for i from 1 to 2^12 - 1.</summary>
    protected static short[] LogTable(int floorLog2)
    {
        var table = new short[1 << TableBits];
        for (var exponent = 0; exponent < TableBits; exponent++)
        {
            for (var i = 1 << exponent; i < 2 << exponent; i++)
            {
                var mantissa = ((2L * i) + 1) << (29 - exponent);
                table[i] = (short)(((exponent - floorLog2) << LogMel.FractionBits) + ((FixedMath.Log2OfMantissa(mantissa) + (1 << 9)) >> 10));
            }
        }

        return table;
    }
}
