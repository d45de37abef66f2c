namespace Esp32Aed.Detection;

/// <summary>
/// An int8 matrix that is multiplied by columns of int8 values, three rows at once: three weights stand in the lanes of one long, so that
/// one multiplication by a value gives three products, and one addition adds them to three sums.
/// </summary>
/// <remarks>
/// A lane has 21 bits. A lane's sum may be negative and then borrows from the lane above; with <see cref="Zero"/> added to each lane nothing is
/// borrowed, and the lanes can be cut out. Sums must stay within -<see cref="Zero"/> to <see cref="Zero"/> - 1, and do for 64 inputs of any size.
/// </remarks>
public sealed class PackedMatrix
{
    /// <summary>Rows in a long.</summary>
    public const int Lanes = 3;

    /// <summary>Bits of a lane.</summary>
    public const int LaneBits = 21;

    /// <summary>Bits of the lowest lane.</summary>
    public const long LaneMask = (1L << LaneBits) - 1;

    /// <summary>What each lane of a sum starts at: half of a lane's range.</summary>
    public const long Zero = 1L << (LaneBits - 1);

    private const int WideBlock = 16;
    private const int NarrowBlock = 8;

    // [block of inputs][group of rows][input in the block]
    private readonly long[][][] blocks;

    /// <summary>Packs a matrix.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="offset">Index of the first row's first weight.</param>
    /// <param name="stride">Weights from one row to the next; may be negative.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="inputs">Number of columns.</param>
    public PackedMatrix(sbyte[] weights, int offset, int stride, int rows, int inputs)
    {
        var padded = PaddedInputs(inputs);
        blocks = new long[(padded + WideBlock - 1) / WideBlock][][];
        for (var b = 0; b < blocks.Length; b++)
        {
            var first = b * WideBlock;
            var width = padded - first >= WideBlock ? WideBlock : NarrowBlock;
            var groups = new long[Groups(rows)][];
            for (var g = 0; g < groups.Length; g++)
            {
                groups[g] = new long[width];
                for (var i = 0; i < width && first + i < inputs; i++)
                {
                    groups[g][i] = Pack(weights, offset + (g * Lanes * stride) + first + i, stride, rows - (g * Lanes));
                }
            }

            blocks[b] = groups;
        }
    }

    /// <summary>Number of longs that hold the sums of so many rows.</summary>
    public static int Groups(int rows) => (rows + Lanes - 1) / Lanes;

    /// <summary>Values that <see cref="Add"/> reads for so many inputs; those beyond the inputs don't matter as long as they are small.</summary>
    public static int PaddedInputs(int inputs) => (inputs + NarrowBlock - 1) / NarrowBlock * NarrowBlock;

    /// <summary>Adds the products with a column to the sums.</summary>
    /// <param name="values">Values within -127 to 127.</param>
    /// <param name="at">Index of the column's first value.</param>
    /// <param name="sums">The rows' sums, three a long, lowest lane first.</param>
    public void Add(long[] values, int at, long[] sums)
    {
        for (var b = 0; b < blocks.Length; b++)
        {
            var block = blocks[b];
            if (block[0].Length == WideBlock)
            {
                AddWide(values, at, block, sums);
            }
            else
            {
                AddNarrow(values, at, block, sums);
            }

            at += WideBlock;
        }
    }

    private static long Pack(sbyte[] weights, int at, int stride, int rows)
    {
        long packed = weights[at];
        if (rows > 1)
        {
            packed += (long)weights[at + stride] << LaneBits;
        }

        if (rows > 2)
        {
            packed += (long)weights[at + (2 * stride)] << (2 * LaneBits);
        }

        return packed;
    }

    private static void AddWide(long[] values, int at, long[][] groups, long[] sums)
    {
        var x0 = values[at];
        var x1 = values[at + 1];
        var x2 = values[at + 2];
        var x3 = values[at + 3];
        var x4 = values[at + 4];
        var x5 = values[at + 5];
        var x6 = values[at + 6];
        var x7 = values[at + 7];
        var x8 = values[at + 8];
        var x9 = values[at + 9];
        var x10 = values[at + 10];
        var x11 = values[at + 11];
        var x12 = values[at + 12];
        var x13 = values[at + 13];
        var x14 = values[at + 14];
        var x15 = values[at + 15];
        for (var g = 0; g < groups.Length; g++)
        {
            var w = groups[g];
            sums[g] += (x0 * w[0]) + (x1 * w[1]) + (x2 * w[2]) + (x3 * w[3]) + (x4 * w[4]) + (x5 * w[5]) + (x6 * w[6]) + (x7 * w[7])
                + (x8 * w[8]) + (x9 * w[9]) + (x10 * w[10]) + (x11 * w[11]) + (x12 * w[12]) + (x13 * w[13]) + (x14 * w[14]) + (x15 * w[15]);
        }
    }

    private static void AddNarrow(long[] values, int at, long[][] groups, long[] sums)
    {
        var x0 = values[at];
        var x1 = values[at + 1];
        var x2 = values[at + 2];
        var x3 = values[at + 3];
        var x4 = values[at + 4];
        var x5 = values[at + 5];
        var x6 = values[at + 6];
        var x7 = values[at + 7];
        for (var g = 0; g < groups.Length; g++)
        {
            var w = groups[g];
            sums[g] += (x0 * w[0]) + (x1 * w[1]) + (x2 * w[2]) + (x3 * w[3]) + (x4 * w[4]) + (x5 * w[5]) + (x6 * w[6]) + (x7 * w[7]);
        }
    }
}
