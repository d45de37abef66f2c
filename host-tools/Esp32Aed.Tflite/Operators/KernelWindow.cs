namespace Esp32Aed.Tflite.Operators;

/// <summary>Where the taps of a two-dimensional kernel fall, along one of the two axes.</summary>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">From one output to the next.</param>
/// <param name="Dilation">From one tap to the next.</param>
/// <param name="KeepsSize">Padding SAME: as many outputs as inputs, divided by the stride and rounded up; else VALID, where no tap lies outside.</param>
internal readonly record struct WindowAxis(int Kernel, int Stride, int Dilation, bool KeepsSize)
{
    private int Reach => ((Kernel - 1) * Dilation) + 1;

    /// <summary>Outputs along the axis.</summary>
    public int Outputs(int inputs) => KeepsSize ? (inputs + Stride - 1) / Stride : Math.Max(0, (inputs - Reach + Stride) / Stride);

    /// <summary>The input under a tap of an output; it may lie outside.</summary>
    public int Input(int inputs, int output, int tap)
    {
        var padding = KeepsSize ? Math.Max(0, ((Outputs(inputs) - 1) * Stride) + Reach - inputs) / 2 : 0;
        return (output * Stride) - padding + (tap * Dilation);
    }
}

/// <summary>Both axes of a kernel, over blocks of [batch][row][column][channel].</summary>
/// <param name="Vertical">Over rows.</param>
/// <param name="Horizontal">Over columns.</param>
internal sealed record KernelWindow(WindowAxis Vertical, WindowAxis Horizontal)
{
    /// <summary>Reads it from an operator's options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="dilation">Number of the field that has the horizontal dilation; the vertical one follows.</param>
    /// <param name="kernel">The weights' shape: rows and columns are indices 1 and 2.</param>
    public static KernelWindow Of(FlatTable? options, int dilation, int[] kernel)
    {
        if (options is not { } given || kernel.Length != 4)
        {
            throw new InvalidDataException("a convolution lacks its options or weights");
        }

        var keepsSize = given.Byte(0) == 0;
        return new(
            new WindowAxis(kernel[1], Positive(given.Int(2)), Positive(given.Int(dilation + 1, 1)), keepsSize),
            new WindowAxis(kernel[2], Positive(given.Int(1)), Positive(given.Int(dilation, 1)), keepsSize));
    }

    /// <summary>Batch, rows, columns and channels of a block.</summary>
    public static (int Batch, int Rows, int Columns, int Channels) SizeOf(Values block, int channels) => block.Shape is [var batch, var rows, var columns, var depth] && depth == channels
        ? (batch, rows, columns, depth)
        : throw new InvalidDataException($"a convolution of {channels} channels is given {string.Join(" x ", block.Shape)} numbers");

    private static int Positive(int value) => value > 0 ? value : throw new InvalidDataException($"a convolution has a step of {value}");
}
