namespace Esp32Aed.Tflite.Operators;

/// <summary>CONV_2D: the inputs under the kernel are laid out as a row for each output place, and multiplied by the weights.</summary>
internal static class Convolution
{
    /// <summary>Makes it; weights [output][row][column][input] and biases must be fixed.</summary>
    public static Operator Make(FlatTable? options, IReadOnlyList<Values?> constants)
    {
        var weights = KnownOperators.Need(constants, 1);
        var window = KernelWindow.Of(options, 4, weights.Shape);
        var activation = Activation.Of(options?.Byte(3));
        var product = new MatrixProduct(weights.Data, weights.Shape[0], constants.Count > 2 ? constants[2]?.Data : null);
        var channels = weights.Shape[3];
        return inputs =>
        {
            var block = KnownOperators.Need(inputs, 0);
            var size = KernelWindow.SizeOf(block, channels);
            var (rows, columns) = (window.Vertical.Outputs(size.Rows), window.Horizontal.Outputs(size.Columns));
            var data = product.Of(product.Inputs == channels && rows == size.Rows && columns == size.Columns ? block.Data : Unfold(block.Data, size, window, rows, columns));
            activation.Apply(data);
            return [new Values([size.Batch, rows, columns, product.Outputs], data)];
        };
    }

    private static float[] Unfold(float[] data, (int Batch, int Rows, int Columns, int Channels) size, KernelWindow window, int rows, int columns)
    {
        var unfolded = new float[Values.Count([size.Batch, rows, columns, window.Vertical.Kernel * window.Horizontal.Kernel * size.Channels])];
        var at = 0;
        for (var place = 0; place < size.Batch * rows * columns; place++)
        {
            var (batch, row, column) = (place / (rows * columns), place / columns % rows, place % columns);
            for (var y = 0; y < window.Vertical.Kernel; y++)
            {
                var fromRow = window.Vertical.Input(size.Rows, row, y);
                for (var x = 0; x < window.Horizontal.Kernel; x++)
                {
                    var fromColumn = window.Horizontal.Input(size.Columns, column, x);
                    if (fromRow >= 0 && fromRow < size.Rows && fromColumn >= 0 && fromColumn < size.Columns)
                    {
                        var from = ((((batch * size.Rows) + fromRow) * size.Columns) + fromColumn) * size.Channels;
                        data.AsSpan(from, size.Channels).CopyTo(unfolded.AsSpan(at));
                    }

                    at += size.Channels;
                }
            }
        }

        return unfolded;
    }
}
