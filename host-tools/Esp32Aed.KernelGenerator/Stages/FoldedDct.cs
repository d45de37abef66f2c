using Esp32Aed.Detection;

namespace Esp32Aed.KernelGenerator;

/// <summary>
/// What both forms of the DCT-II share: even coefficients take sums of mirrored bands, odd ones differences; two coefficients in the halves of a long.
/// </summary>
internal static class FoldedDct
{
    /// <summary>Fraction bits of a weight.</summary>
    public const int CosineBits = 13;

    /// <summary>Adds and subtracts mirrored bands.</summary>
    /// <param name="program">The method.</param>
    /// <param name="logs">The locals of the log-mel values.</param>
    /// <returns>The locals of sums and differences; a middle band has no difference.</returns>
    public static (int[] Sums, int[] Differences) Fold(StackProgram program, int[] logs)
    {
        int half = (logs.Length + 1) / 2;
        var sums = new int[half];
        var differences = new int[logs.Length / 2];
        for (int b = 0; b < half; b++)
        {
            int mirror = logs.Length - 1 - b;
            if (b == mirror)
            {
                sums[b] = logs[b];
                continue;
            }

            sums[b] = program.Allocate();
            differences[b] = logs[b];
            program.Load(logs[b]);
            program.Load(logs[mirror]);
            program.Add();
            program.Store(sums[b]);
            program.Load(logs[b]);
            program.Load(logs[mirror]);
            program.Subtract();
            program.Store(differences[b]);
        }

        return (sums, differences);
    }

    /// <summary>The weights of two coefficients.</summary>
    /// <param name="bands">Number of bands.</param>
    /// <param name="low">The coefficient of the low half.</param>
    /// <param name="high">That of the high half, or -1.</param>
    /// <param name="b">The band.</param>
    public static long Weight(int bands, int low, int high, int b) => Cosine(bands, low, b) + (high < 0 ? 0 : Cosine(bands, high, b) << 32);

    private static long Cosine(int bands, int k, int b)
    {
        long scale = FixedMath.SquareRoot(((k == 0 ? 1L : 2L) << 48) / bands); // Q24
        long cosine = FixedMath.Cosine((long)k * ((2 * b) + 1), 4 * bands);
        return ((cosine >> 10) * scale + (1L << (43 - CosineBits))) >> (44 - CosineBits);
    }
}
