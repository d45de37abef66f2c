using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Esp32Aed.Tflite;

/// <summary>Rows of numbers times a fixed matrix, plus a bias; summed in an order that does not depend on the processor.</summary>
internal sealed class MatrixProduct
{
    private const int Lanes = 8;
    private const int Columns = 2 * Lanes;
    private const int Rows = 6;

    private readonly float[] weights;
    private readonly float[] start;
    private readonly int stride;

    /// <summary>Takes the matrix.</summary>
    /// <param name="matrix">[output][input], as .tflite files hold it.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="bias">One an output; null for none.</param>
    public MatrixProduct(ReadOnlySpan<float> matrix, int outputs, float[]? bias)
    {
        if (outputs == 0 || matrix.Length % outputs != 0 || (bias is not null && bias.Length != outputs))
        {
            throw new InvalidDataException($"{matrix.Length} weights and {bias?.Length ?? 0} biases don't make {outputs} outputs");
        }

        (Outputs, Inputs) = (outputs, matrix.Length / outputs);
        stride = (outputs + Columns - 1) / Columns * Columns;
        weights = new float[Inputs * stride];
        start = new float[stride];
        bias?.CopyTo(start, 0);
        for (var o = 0; o < outputs; o++)
        {
            for (var i = 0; i < Inputs; i++)
            {
                weights[(i * stride) + o] = matrix[(o * Inputs) + i];
            }
        }
    }

    /// <summary>Numbers in a row that comes in.</summary>
    public int Inputs { get; }

    /// <summary>Numbers in a row that goes out.</summary>
    public int Outputs { get; }

    /// <summary>Multiplies.</summary>
    /// <param name="rows">[row][input].</param>
    /// <returns>[row][output].</returns>
    public float[] Of(ReadOnlySpan<float> rows)
    {
        var count = rows.Length / Inputs;
        var products = new float[count * Outputs];
        var block = new float[Rows * Columns];
        for (var column = 0; column < stride; column += Columns)
        {
            var wanted = Math.Min(Columns, Outputs - column);
            for (var row = 0; row < count;)
            {
                var taken = count - row >= Rows ? Rows : 1;
                if (taken == Rows)
                {
                    SixRows(rows[(row * Inputs)..], column, block);
                }
                else
                {
                    OneRow(rows.Slice(row * Inputs, Inputs), column, block);
                }

                for (var r = 0; r < taken; r++)
                {
                    block.AsSpan(r * Columns, wanted).CopyTo(products.AsSpan(((row + r) * Outputs) + column));
                }

                row += taken;
            }
        }

        return products;
    }

    private void SixRows(ReadOnlySpan<float> rows, int column, Span<float> block)
    {
        ref var x = ref MemoryMarshal.GetReference(rows);
        ref var w = ref weights[column];
        var (low, high) = (Vector256.LoadUnsafe(ref start[column]), Vector256.LoadUnsafe(ref start[column], Lanes));
        var (a0, a1, a2, a3, a4, a5) = (low, low, low, low, low, low);
        var (b0, b1, b2, b3, b4, b5) = (high, high, high, high, high, high);
        for (var i = 0; i < Inputs; i++)
        {
            var at = (nuint)(i * stride);
            low = Vector256.LoadUnsafe(ref w, at);
            high = Vector256.LoadUnsafe(ref w, at + Lanes);
            var value = Vector256.Create(Unsafe.Add(ref x, i));
            a0 += value * low;
            b0 += value * high;
            value = Vector256.Create(Unsafe.Add(ref x, i + Inputs));
            a1 += value * low;
            b1 += value * high;
            value = Vector256.Create(Unsafe.Add(ref x, i + (2 * Inputs)));
            a2 += value * low;
            b2 += value * high;
            value = Vector256.Create(Unsafe.Add(ref x, i + (3 * Inputs)));
            a3 += value * low;
            b3 += value * high;
            value = Vector256.Create(Unsafe.Add(ref x, i + (4 * Inputs)));
            a4 += value * low;
            b4 += value * high;
            value = Vector256.Create(Unsafe.Add(ref x, i + (5 * Inputs)));
            a5 += value * low;
            b5 += value * high;
        }

        Store(block, 0, a0, b0);
        Store(block, 1, a1, b1);
        Store(block, 2, a2, b2);
        Store(block, 3, a3, b3);
        Store(block, 4, a4, b4);
        Store(block, 5, a5, b5);
    }

    private void OneRow(ReadOnlySpan<float> row, int column, Span<float> block)
    {
        ref var w = ref weights[column];
        var (low, high) = (Vector256.LoadUnsafe(ref start[column]), Vector256.LoadUnsafe(ref start[column], Lanes));
        for (var i = 0; i < row.Length; i++)
        {
            var value = Vector256.Create(row[i]);
            low += value * Vector256.LoadUnsafe(ref w, (nuint)(i * stride));
            high += value * Vector256.LoadUnsafe(ref w, (nuint)((i * stride) + Lanes));
        }

        Store(block, 0, low, high);
    }

    private static void Store(Span<float> block, int row, Vector256<float> low, Vector256<float> high)
    {
        low.CopyTo(block[(row * Columns)..]);
        high.CopyTo(block[((row * Columns) + Lanes)..]);
    }
}
