using System.Runtime.Intrinsics;

namespace Esp32Aed.Tflite.Operators;

/// <summary>DEPTHWISE_CONV_2D with one output for each channel.</summary>
internal static class DepthwiseConvolution
{
    /// <summary>Makes it; weights [1][row][column][channel] and biases must be fixed.</summary>
    public static Operator Make(FlatTable? options, IReadOnlyList<Values?> constants)
    {
        var weights = KnownOperators.Need(constants, 1);
        var window = KernelWindow.Of(options, 5, weights.Shape);
        var activation = Activation.Of(options?.Byte(4));
        if (options?.Int(3) != 1)
        {
            throw new NotSupportedException("a depthwise convolution has several outputs for a channel, which is not known here");
        }

        var channels = weights.Shape[3];
        var bias = constants.Count > 2 && constants[2] is { } given ? given.Data : new float[channels];
        if (weights.Shape[0] != 1 || bias.Length != channels)
        {
            throw new InvalidDataException($"a depthwise convolution has weights of {string.Join(" x ", weights.Shape)} and {bias.Length} biases");
        }

        return inputs =>
        {
            var block = KnownOperators.Need(inputs, 0);
            var size = KernelWindow.SizeOf(block, channels);
            var (rows, columns) = (window.Vertical.Outputs(size.Rows), window.Horizontal.Outputs(size.Columns));
            var data = new float[Values.Count([size.Batch, rows, columns, channels])];
            for (var place = 0; place < size.Batch * rows * columns; place++)
            {
                var (batch, row, column) = (place / (rows * columns), place / columns % rows, place % columns);
                var sums = data.AsSpan(place * channels, channels);
                bias.CopyTo(sums);
                for (var tap = 0; tap < window.Vertical.Kernel * window.Horizontal.Kernel; tap++)
                {
                    var fromRow = window.Vertical.Input(size.Rows, row, tap / window.Horizontal.Kernel);
                    var fromColumn = window.Horizontal.Input(size.Columns, column, tap % window.Horizontal.Kernel);
                    if (fromRow >= 0 && fromRow < size.Rows && fromColumn >= 0 && fromColumn < size.Columns)
                    {
                        var from = ((((batch * size.Rows) + fromRow) * size.Columns) + fromColumn) * channels;
                        AddProducts(block.Data.AsSpan(from, channels), weights.Data.AsSpan(tap * channels, channels), sums);
                    }
                }
            }

            activation.Apply(data);
            return [new Values([size.Batch, rows, columns, channels], data)];
        };
    }

    private static void AddProducts(ReadOnlySpan<float> values, ReadOnlySpan<float> weights, Span<float> sums)
    {
        var i = 0;
        for (; i <= sums.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            (Vector256.Create((ReadOnlySpan<float>)sums[i..]) + (Vector256.Create(values[i..]) * Vector256.Create(weights[i..]))).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += values[i] * weights[i];
        }
    }
}
