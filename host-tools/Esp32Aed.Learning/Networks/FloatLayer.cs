using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Esp32Aed.Learning.Networks;

/// <summary>
/// A dense convolution over time in float, forward and backward. Values lie frame after frame; a frame's values are padded with zeros to a
/// multiple of eight, its stride. Sums are taken in an order that does not depend on the processor (see <c>FixedOrder</c>).
/// </summary>
internal sealed class FloatLayer
{
    /// <summary>Values in a vector.</summary>
    public const int Lanes = 8;

    private readonly float[] transposed;

    /// <summary>Makes the layer with weights of 0.</summary>
    public FloatLayer(LayerShape shape, int inputs)
    {
        (Shape, Inputs) = (shape, inputs);
        InputStride = Stride(inputs);
        OutputStride = Stride(shape.Channels);
        Weights = new float[shape.Kernel * inputs * OutputStride];
        Biases = new float[OutputStride];
        transposed = new float[shape.Kernel * shape.Channels * InputStride];
    }

    /// <summary>Taps, dilation and outputs.</summary>
    public LayerShape Shape { get; }

    /// <summary>Values a frame that come in.</summary>
    public int Inputs { get; }

    /// <summary>Stride of the inputs.</summary>
    public int InputStride { get; }

    /// <summary>Stride of the outputs.</summary>
    public int OutputStride { get; }

    /// <summary>[tap, oldest first][input][output, padded].</summary>
    public float[] Weights { get; }

    /// <summary>One an output, padded.</summary>
    public float[] Biases { get; }

    /// <summary>A number of values, padded.</summary>
    public static int Stride(int values) => (values + Lanes - 1) / Lanes * Lanes;

    /// <summary>Computes outputs of <paramref name="frames"/> frames from the inputs of that many and <see cref="LayerShape.Reach"/> frames before them.</summary>
    public void Forward(ReadOnlySpan<float> inputs, int frames, Span<float> outputs)
    {
        for (var o = 0; o < OutputStride; o += Lanes)
        {
            var bias = Vector256.Create<float>(Biases.AsSpan(o));
            for (var t = 0; t < frames; t++)
            {
                bias.CopyTo(outputs[((t * OutputStride) + o)..]);
            }
        }

        for (var k = 0; k < Shape.Kernel; k++)
        {
            AddProducts(
                inputs[(k * Shape.Dilation * InputStride)..], Inputs, InputStride, Weights.AsSpan(k * Inputs * OutputStride), OutputStride, frames, outputs);
        }
    }

    /// <summary>From the gradient of the outputs to those of weights, biases and inputs.</summary>
    /// <param name="inputs">As given to <see cref="Forward"/>.</param>
    /// <param name="frames">As given to <see cref="Forward"/>.</param>
    /// <param name="outputGradient">Gradient of the outputs; zero where padded.</param>
    /// <param name="weightGradient">Is added to.</param>
    /// <param name="biasGradient">Is added to.</param>
    /// <param name="inputGradient">Receives the gradient of the inputs, of <paramref name="frames"/> and reach frames; empty if nobody wants it.</param>
    public void Backward(
        ReadOnlySpan<float> inputs, int frames, ReadOnlySpan<float> outputGradient, Span<float> weightGradient, Span<float> biasGradient, Span<float> inputGradient)
    {
        for (var k = 0; k < Shape.Kernel; k++)
        {
            AddOuterProducts(inputs[(k * Shape.Dilation * InputStride)..], frames, outputGradient, weightGradient[(k * Inputs * OutputStride)..]);
        }

        for (var t = 0; t < frames; t++)
        {
            for (var o = 0; o < OutputStride; o += Lanes)
            {
                (Vector256.Create((ReadOnlySpan<float>)biasGradient[o..]) + Vector256.Create(outputGradient[((t * OutputStride) + o)..])).CopyTo(biasGradient[o..]);
            }
        }

        if (inputGradient.IsEmpty)
        {
            return;
        }

        inputGradient.Clear();
        Transpose();
        for (var k = 0; k < Shape.Kernel; k++)
        {
            AddProducts(
                outputGradient,
                Shape.Channels,
                OutputStride,
                transposed.AsSpan(k * Shape.Channels * InputStride),
                InputStride,
                frames,
                inputGradient[(k * Shape.Dilation * InputStride)..]);
        }
    }

    private void Transpose()
    {
        for (var k = 0; k < Shape.Kernel; k++)
        {
            for (var i = 0; i < Inputs; i++)
            {
                for (var o = 0; o < Shape.Channels; o++)
                {
                    transposed[(((k * Shape.Channels) + o) * InputStride) + i] = Weights[(((k * Inputs) + i) * OutputStride) + o];
                }
            }
        }
    }

    /// <summary>to[t][r] += sum over c of from[t][c] * matrix[c][r], four frames at a time.</summary>
    private static void AddProducts(
        ReadOnlySpan<float> from, int columns, int fromStride, ReadOnlySpan<float> matrix, int toStride, int frames, Span<float> to)
    {
        ref var x = ref MemoryMarshal.GetReference(from);
        ref var w = ref MemoryMarshal.GetReference(matrix);
        ref var y = ref MemoryMarshal.GetReference(to);
        for (var r = 0; r < toStride; r += Lanes)
        {
            var t = 0;
            for (; t <= frames - 4; t += 4)
            {
                var y0 = (nuint)((t * toStride) + r);
                var y1 = y0 + (nuint)toStride;
                var y2 = y1 + (nuint)toStride;
                var y3 = y2 + (nuint)toStride;
                var a0 = Vector256.LoadUnsafe(ref y, y0);
                var a1 = Vector256.LoadUnsafe(ref y, y1);
                var a2 = Vector256.LoadUnsafe(ref y, y2);
                var a3 = Vector256.LoadUnsafe(ref y, y3);
                ref var row = ref Unsafe.Add(ref x, t * fromStride);
                for (var c = 0; c < columns; c++)
                {
                    var weights = Vector256.LoadUnsafe(ref w, (nuint)((c * toStride) + r));
                    a0 += Vector256.Create(Unsafe.Add(ref row, c)) * weights;
                    a1 += Vector256.Create(Unsafe.Add(ref row, c + fromStride)) * weights;
                    a2 += Vector256.Create(Unsafe.Add(ref row, c + (2 * fromStride))) * weights;
                    a3 += Vector256.Create(Unsafe.Add(ref row, c + (3 * fromStride))) * weights;
                }

                a0.StoreUnsafe(ref y, y0);
                a1.StoreUnsafe(ref y, y1);
                a2.StoreUnsafe(ref y, y2);
                a3.StoreUnsafe(ref y, y3);
            }

            for (; t < frames; t++)
            {
                var a = Vector256.LoadUnsafe(ref y, (nuint)((t * toStride) + r));
                for (var c = 0; c < columns; c++)
                {
                    a += Vector256.Create(from[(t * fromStride) + c]) * Vector256.LoadUnsafe(ref w, (nuint)((c * toStride) + r));
                }

                a.StoreUnsafe(ref y, (nuint)((t * toStride) + r));
            }
        }
    }

    /// <summary>gradient[i][o] += sum over t of inputs[t][i] * outputGradient[t][o], up to four inputs at a time.</summary>
    private void AddOuterProducts(ReadOnlySpan<float> inputs, int frames, ReadOnlySpan<float> outputGradient, Span<float> gradient)
    {
        ref var x = ref MemoryMarshal.GetReference(inputs);
        ref var d = ref MemoryMarshal.GetReference(outputGradient);
        ref var g = ref MemoryMarshal.GetReference(gradient);
        for (var o = 0; o < OutputStride; o += Lanes)
        {
            // Inputs are padded to a multiple of eight, so four can always be read.
            for (var i = 0; i < Inputs; i += 4)
            {
                var (a0, a1, a2, a3) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
                for (var t = 0; t < frames; t++)
                {
                    var out8 = Vector256.LoadUnsafe(ref d, (nuint)((t * OutputStride) + o));
                    ref var row = ref Unsafe.Add(ref x, (t * InputStride) + i);
                    a0 += Vector256.Create(row) * out8;
                    a1 += Vector256.Create(Unsafe.Add(ref row, 1)) * out8;
                    a2 += Vector256.Create(Unsafe.Add(ref row, 2)) * out8;
                    a3 += Vector256.Create(Unsafe.Add(ref row, 3)) * out8;
                }

                var rows = Math.Min(4, Inputs - i);
                for (var j = 0; j < rows; j++)
                {
                    var at = (nuint)(((i + j) * OutputStride) + o);
                    var sum = j switch { 0 => a0, 1 => a1, 2 => a2, _ => a3 };
                    (Vector256.LoadUnsafe(ref g, at) + sum).StoreUnsafe(ref g, at);
                }
            }
        }
    }
}
