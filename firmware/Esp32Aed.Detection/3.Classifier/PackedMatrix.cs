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
    private const int MiddleBlock = 12;
    private const int NarrowBlock = 8;
    private const int Triple = 3;

    private readonly int taps;

    private readonly int wideWidth;

    // The first 16 inputs (12 of three taps with no more), [tap][group of rows][input], three taps in one as [0][group of rows][tap * width + input]; null
    // if there are fewer than 9.
    private readonly long[][][] wide;

    // The other inputs, eight at a time, [tap][block][group of rows][input in the block]; null if there are none.
    private readonly long[][][][] narrow;

    /// <summary>Packs a matrix that is multiplied by as many columns as it has taps, one a tap.</summary>
    /// <param name="weights">The weights, [row][tap][input].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="taps">Number of taps.</param>
    /// <param name="inputs">Inputs of a tap.</param>
    public PackedMatrix(sbyte[] weights, int rows, int taps, int inputs)
    {
        this.taps = taps;
        var first = 0;
        if (inputs > NarrowBlock)
        {
            wideWidth = taps == Triple && inputs <= MiddleBlock ? MiddleBlock : WideBlock;
            wide = new long[taps == Triple ? 1 : taps][][];
            for (var k = 0; k < wide.Length; k++)
            {
                wide[k] = Pack(weights, rows, taps, inputs, k, taps == Triple ? Triple : k + 1, 0, wideWidth);
            }

            first = WideBlock;
            if (inputs <= WideBlock)
            {
                return;
            }
        }

        narrow = new long[taps][][][];
        for (var k = 0; k < taps; k++)
        {
            narrow[k] = new long[(inputs - first + NarrowBlock - 1) / NarrowBlock][][];
            for (var b = 0; b < narrow[k].Length; b++)
            {
                narrow[k][b] = Pack(weights, rows, taps, inputs, k, k + 1, first + (b * NarrowBlock), NarrowBlock);
            }
        }
    }

    /// <summary>Number of longs that hold the sums of so many rows.</summary>
    public static int Groups(int rows) => (rows + Lanes - 1) / Lanes;

    /// <summary>Length of a column of so many inputs: what is read, and room for the lanes of a last group that stand for no row.</summary>
    public static int ColumnLength(int inputs) => ((inputs + NarrowBlock - 1) / NarrowBlock * NarrowBlock) + NarrowBlock;

    /// <summary>Adds the products with the columns to the sums.</summary>
    /// <param name="columns">Columns of <see cref="ColumnLength"/> values within -127 to 127; those beyond the inputs are 0.</param>
    /// <param name="newest">Index of the last tap's column.</param>
    /// <param name="step">Columns from one tap to the next; before the first column comes the last.</param>
    /// <param name="sums">The rows' sums, three a long, lowest lane first.</param>
    public void Add(long[][] columns, int newest, int step, long[] sums)
    {
        if (taps == Triple && wide != null)
        {
            var middle = newest - step;
            middle = middle < 0 ? middle + columns.Length : middle;
            var oldest = middle - step;
            oldest = oldest < 0 ? oldest + columns.Length : oldest;
            if (wideWidth == MiddleBlock)
            {
                AddTripleOf12(columns[oldest], columns[middle], columns[newest], wide[0], sums);
            }
            else
            {
                AddTripleOf16(columns[oldest], columns[middle], columns[newest], wide[0], sums);
            }

            if (narrow == null)
            {
                return;
            }
        }

        for (var k = taps - 1; k >= 0; k--)
        {
            var column = columns[newest];
            if (taps != Triple && wide != null)
            {
                AddWide(column, wide[k], sums);
            }

            if (narrow != null)
            {
                AddNarrow(column, wide == null ? 0 : WideBlock, narrow[k], sums);
            }

            newest -= step;
            newest = newest < 0 ? newest + columns.Length : newest;
        }
    }

    private static long[][] Pack(sbyte[] weights, int rows, int taps, int inputs, int firstTap, int endTap, int first, int width)
    {
        var groups = new long[Groups(rows)][];
        for (var g = 0; g < groups.Length; g++)
        {
            groups[g] = new long[(endTap - firstTap) * width];
        }

        for (var row = 0; row < rows; row++)
        {
            var group = groups[row / Lanes];
            for (var k = firstTap; k < endTap; k++)
            {
                for (var i = 0; i < width && first + i < inputs; i++)
                {
                    long weight = weights[(((row * taps) + k) * inputs) + first + i];
                    group[((k - firstTap) * width) + i] += weight << (row % Lanes * LaneBits);
                }
            }
        }

        return groups;
    }

    private static void AddTripleOf12(long[] oldest, long[] middle, long[] newest, long[][] groups, long[] sums)
    {
        var x0 = oldest[0];
        var x1 = oldest[1];
        var x2 = oldest[2];
        var x3 = oldest[3];
        var x4 = oldest[4];
        var x5 = oldest[5];
        var x6 = oldest[6];
        var x7 = oldest[7];
        var x8 = oldest[8];
        var x9 = oldest[9];
        var x10 = oldest[10];
        var x11 = oldest[11];
        var y0 = middle[0];
        var y1 = middle[1];
        var y2 = middle[2];
        var y3 = middle[3];
        var y4 = middle[4];
        var y5 = middle[5];
        var y6 = middle[6];
        var y7 = middle[7];
        var y8 = middle[8];
        var y9 = middle[9];
        var y10 = middle[10];
        var y11 = middle[11];
        var z0 = newest[0];
        var z1 = newest[1];
        var z2 = newest[2];
        var z3 = newest[3];
        var z4 = newest[4];
        var z5 = newest[5];
        var z6 = newest[6];
        var z7 = newest[7];
        var z8 = newest[8];
        var z9 = newest[9];
        var z10 = newest[10];
        var z11 = newest[11];
        for (var g = 0; g < groups.Length; g++)
        {
            var w = groups[g];
            sums[g] += (x0 * w[0]) + (x1 * w[1]) + (x2 * w[2]) + (x3 * w[3]) + (x4 * w[4]) + (x5 * w[5]) + (x6 * w[6]) + (x7 * w[7])
                + (x8 * w[8]) + (x9 * w[9]) + (x10 * w[10]) + (x11 * w[11]) + (y0 * w[12]) + (y1 * w[13]) + (y2 * w[14]) + (y3 * w[15])
                + (y4 * w[16]) + (y5 * w[17]) + (y6 * w[18]) + (y7 * w[19]) + (y8 * w[20]) + (y9 * w[21]) + (y10 * w[22]) + (y11 * w[23])
                + (z0 * w[24]) + (z1 * w[25]) + (z2 * w[26]) + (z3 * w[27]) + (z4 * w[28]) + (z5 * w[29]) + (z6 * w[30]) + (z7 * w[31])
                + (z8 * w[32]) + (z9 * w[33]) + (z10 * w[34]) + (z11 * w[35]);
        }
    }

    private static void AddTripleOf16(long[] oldest, long[] middle, long[] newest, long[][] groups, long[] sums)
    {
        var x0 = oldest[0];
        var x1 = oldest[1];
        var x2 = oldest[2];
        var x3 = oldest[3];
        var x4 = oldest[4];
        var x5 = oldest[5];
        var x6 = oldest[6];
        var x7 = oldest[7];
        var x8 = oldest[8];
        var x9 = oldest[9];
        var x10 = oldest[10];
        var x11 = oldest[11];
        var x12 = oldest[12];
        var x13 = oldest[13];
        var x14 = oldest[14];
        var x15 = oldest[15];
        var y0 = middle[0];
        var y1 = middle[1];
        var y2 = middle[2];
        var y3 = middle[3];
        var y4 = middle[4];
        var y5 = middle[5];
        var y6 = middle[6];
        var y7 = middle[7];
        var y8 = middle[8];
        var y9 = middle[9];
        var y10 = middle[10];
        var y11 = middle[11];
        var y12 = middle[12];
        var y13 = middle[13];
        var y14 = middle[14];
        var y15 = middle[15];
        var z0 = newest[0];
        var z1 = newest[1];
        var z2 = newest[2];
        var z3 = newest[3];
        var z4 = newest[4];
        var z5 = newest[5];
        var z6 = newest[6];
        var z7 = newest[7];
        var z8 = newest[8];
        var z9 = newest[9];
        var z10 = newest[10];
        var z11 = newest[11];
        var z12 = newest[12];
        var z13 = newest[13];
        var z14 = newest[14];
        var z15 = newest[15];
        for (var g = 0; g < groups.Length; g++)
        {
            var w = groups[g];
            sums[g] += (x0 * w[0]) + (x1 * w[1]) + (x2 * w[2]) + (x3 * w[3]) + (x4 * w[4]) + (x5 * w[5]) + (x6 * w[6]) + (x7 * w[7])
                + (x8 * w[8]) + (x9 * w[9]) + (x10 * w[10]) + (x11 * w[11]) + (x12 * w[12]) + (x13 * w[13]) + (x14 * w[14]) + (x15 * w[15])
                + (y0 * w[16]) + (y1 * w[17]) + (y2 * w[18]) + (y3 * w[19]) + (y4 * w[20]) + (y5 * w[21]) + (y6 * w[22]) + (y7 * w[23])
                + (y8 * w[24]) + (y9 * w[25]) + (y10 * w[26]) + (y11 * w[27]) + (y12 * w[28]) + (y13 * w[29]) + (y14 * w[30]) + (y15 * w[31])
                + (z0 * w[32]) + (z1 * w[33]) + (z2 * w[34]) + (z3 * w[35]) + (z4 * w[36]) + (z5 * w[37]) + (z6 * w[38]) + (z7 * w[39])
                + (z8 * w[40]) + (z9 * w[41]) + (z10 * w[42]) + (z11 * w[43]) + (z12 * w[44]) + (z13 * w[45]) + (z14 * w[46]) + (z15 * w[47]);
        }
    }

    private static void AddWide(long[] column, long[][] groups, long[] sums)
    {
        var x0 = column[0];
        var x1 = column[1];
        var x2 = column[2];
        var x3 = column[3];
        var x4 = column[4];
        var x5 = column[5];
        var x6 = column[6];
        var x7 = column[7];
        var x8 = column[8];
        var x9 = column[9];
        var x10 = column[10];
        var x11 = column[11];
        var x12 = column[12];
        var x13 = column[13];
        var x14 = column[14];
        var x15 = column[15];
        for (var g = 0; g < groups.Length; g++)
        {
            var w = groups[g];
            sums[g] += (x0 * w[0]) + (x1 * w[1]) + (x2 * w[2]) + (x3 * w[3]) + (x4 * w[4]) + (x5 * w[5]) + (x6 * w[6]) + (x7 * w[7])
                + (x8 * w[8]) + (x9 * w[9]) + (x10 * w[10]) + (x11 * w[11]) + (x12 * w[12]) + (x13 * w[13]) + (x14 * w[14]) + (x15 * w[15]);
        }
    }

    private static void AddNarrow(long[] column, int at, long[][][] blocks, long[] sums)
    {
        for (var b = 0; b < blocks.Length; b++)
        {
            AddBlock(column, at, blocks[b], sums);
            at += NarrowBlock;
        }
    }

    private static void AddBlock(long[] column, int at, long[][] groups, long[] sums)
    {
        var x0 = column[at];
        var x1 = column[at + 1];
        var x2 = column[at + 2];
        var x3 = column[at + 3];
        var x4 = column[at + 4];
        var x5 = column[at + 5];
        var x6 = column[at + 6];
        var x7 = column[at + 7];
        for (var g = 0; g < groups.Length; g++)
        {
            var w = groups[g];
            sums[g] += (x0 * w[0]) + (x1 * w[1]) + (x2 * w[2]) + (x3 * w[3]) + (x4 * w[4]) + (x5 * w[5]) + (x6 * w[6]) + (x7 * w[7]);
        }
    }
}
