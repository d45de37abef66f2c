using Xunit;

namespace Esp32Aed.Tests.Tflite;

/// <summary>Each operator against its definition, in models made for it.</summary>
public sealed class OperatorTests
{
    private const sbyte Same = 0;
    private const sbyte Valid = 1;

    // Rows, columns, channels, outputs, kernel rows and columns, strides, dilations, padding.
    public static TheoryData<int, int, int, int, int, int, int, int, int, int, sbyte> Convolutions => new()
    {
        { 7, 5, 3, 4, 3, 3, 1, 1, 1, 1, Same },
        { 7, 6, 2, 17, 3, 3, 2, 2, 1, 1, Same },
        { 8, 6, 1, 5, 2, 3, 2, 1, 1, 1, Valid },
        { 9, 9, 2, 3, 3, 2, 1, 1, 2, 3, Same },
        { 9, 9, 2, 3, 3, 2, 1, 1, 3, 2, Valid },
        { 4, 3, 5, 33, 1, 1, 1, 1, 1, 1, Same },
        { 5, 5, 3, 2, 1, 1, 2, 2, 1, 1, Same },
    };

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void A_convolution_is_the_sum_under_its_kernel(
        int rows, int columns, int channels, int outputs, int kernelRows, int kernelColumns, int strideRows, int strideColumns, int dilationRows, int dilationColumns, sbyte padding)
    {
        var random = new Random(3);
        var values = Draw(random, rows * columns * channels);
        var weights = Draw(random, outputs * kernelRows * kernelColumns * channels);
        var biases = Draw(random, outputs);
        var builder = new TfliteBuilder(1, rows, columns, channels);
        var model = builder.Then(
            3,
            [padding, strideColumns, strideRows, (sbyte)1, dilationColumns, dilationRows],
            builder.Floats([outputs, kernelRows, kernelColumns, channels], weights),
            builder.Floats([outputs], biases)).Build();

        var expected = new List<float>();
        foreach (var (row, column) in Places(rows, columns, kernelRows, kernelColumns, strideRows, strideColumns, dilationRows, dilationColumns, padding))
        {
            for (var o = 0; o < outputs; o++)
            {
                double sum = biases[o];
                for (var tap = 0; tap < kernelRows * kernelColumns; tap++)
                {
                    var (y, x) = (row + (tap / kernelColumns * dilationRows), column + (tap % kernelColumns * dilationColumns));
                    for (var c = 0; y >= 0 && y < rows && x >= 0 && x < columns && c < channels; c++)
                    {
                        sum += values[(((y * columns) + x) * channels) + c] * weights[(((o * kernelRows * kernelColumns) + tap) * channels) + c];
                    }
                }

                expected.Add((float)Math.Max(0, sum));
            }
        }

        AssertClose([.. expected], model.Run(values));
    }

    [Theory]
    [InlineData(6, 5, 9, 3, 3, 1, Same)]
    [InlineData(7, 4, 11, 3, 3, 2, Same)]
    [InlineData(6, 6, 3, 2, 3, 2, Valid)]
    public void A_depthwise_convolution_takes_each_channel_for_itself(int rows, int columns, int channels, int kernelRows, int kernelColumns, int stride, sbyte padding)
    {
        var random = new Random(4);
        var values = Draw(random, rows * columns * channels);
        var weights = Draw(random, kernelRows * kernelColumns * channels);
        var biases = Draw(random, channels);
        var builder = new TfliteBuilder(1, rows, columns, channels);
        var model = builder.Then(
            4, [padding, stride, stride, 1, (sbyte)3], builder.Floats([1, kernelRows, kernelColumns, channels], weights), builder.Floats([channels], biases)).Build();

        var expected = new List<float>();
        foreach (var (row, column) in Places(rows, columns, kernelRows, kernelColumns, stride, stride, 1, 1, padding))
        {
            for (var c = 0; c < channels; c++)
            {
                double sum = biases[c];
                for (var tap = 0; tap < kernelRows * kernelColumns; tap++)
                {
                    var (y, x) = (row + (tap / kernelColumns), column + (tap % kernelColumns));
                    sum += y >= 0 && y < rows && x >= 0 && x < columns ? values[(((y * columns) + x) * channels) + c] * weights[(tap * channels) + c] : 0;
                }

                expected.Add((float)Math.Clamp(sum, 0, 6));
            }
        }

        AssertClose([.. expected], model.Run(values));
    }

    [Fact]
    public void Quantised_weights_are_the_numbers_they_stand_for()
    {
        var builder = new TfliteBuilder(1, 2);
        var model = builder.Then(9, [(sbyte)0], builder.Bytes([3, 2], [1, -2, 3, 4, -128, 127], [0.5f, 0.25f, 2], [0, 0, 0], 0)).Build();
        AssertClose([0.5f - 20, 0.75f + 20, -256 + 5080], model.Run([1, 20]));

        builder = new TfliteBuilder(1, 2);
        model = builder.Then(9, [(sbyte)0], builder.Bytes([1, 2], [1, -2], [0.5f], [-1], 0)).Build();
        AssertClose([(0.5f * 2) - (0.5f * 20)], model.Run([1, 20]));
    }

    [Fact]
    public void A_reshaped_padded_and_sliced_block_keeps_its_order()
    {
        var builder = new TfliteBuilder(6);
        builder.Then(22, null, builder.Ints(2, -1));
        builder.Then(34, null, builder.Ints([2, 2], [1, 0, 0, 2]));
        AssertClose([0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0], builder.Build().Run([1, 2, 3, 4, 5, 6]));

        // Rows 1 to the end; of the columns every second one from the last but three.
        builder.Then(45, [0, 1, 0, 0, 0], builder.Ints(1, -4), builder.Ints(0, 5), builder.Ints(1, 2));
        AssertClose([2, 0, 5, 0], builder.Build().Run([1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void Gathered_places_may_repeat_and_the_first_part_is_split_off()
    {
        var builder = new TfliteBuilder(3, 2);
        builder.Then(36, [0, 0], builder.Ints([2, 2], [2, 0, 0, 1]));
        AssertClose([5, 6, 1, 2, 1, 2, 3, 4], builder.Build().Run([1, 2, 3, 4, 5, 6]));

        builder = new TfliteBuilder(2, 4);
        builder.Then(49, [2], [builder.Ints([], [-1])], first: false);
        AssertClose([1, 2, 5, 6], builder.Build().Run([1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void A_mean_goes_over_the_indices_that_are_named()
    {
        var builder = new TfliteBuilder(2, 2, 2);
        AssertClose([2, 3, 6, 7], builder.Then(40, [true], builder.Ints(1)).Build().Run([1, 2, 3, 4, 5, 6, 7, 8]));
        builder = new TfliteBuilder(2, 2, 2);
        AssertClose([3.5f, 5.5f], builder.Then(40, [false], builder.Ints(0, -1)).Build().Run([1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void Numbers_are_paired_with_those_repeated()
    {
        var builder = new TfliteBuilder(2, 3);
        AssertClose([10, 40, 90, 40, 100, 180], builder.Then(18, [(sbyte)0], builder.Floats([3], 10, 20, 30)).Build().Run([1, 2, 3, 4, 5, 6]));
        builder = new TfliteBuilder(2, 3);
        AssertClose([0, 0, 0, 3, 4, 5], builder.Then(0, [(sbyte)1], builder.Floats([2, 1], -7, -1)).Build().Run([1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void Functions_of_each_number()
    {
        AssertClose([0, 0, 2, 9], new TfliteBuilder(4).Then(19, null).Build().Run([-1, 0, 2, 9]));
        AssertClose([0, 0, 2, 6], new TfliteBuilder(4).Then(21, null).Build().Run([-1, 0, 2, 9]));
        AssertClose([0.5f, 0.880797f], new TfliteBuilder(2).Then(14, null).Build().Run([0, 2]));
        AssertClose([0, 1], new TfliteBuilder(2).Then(73, null).Build().Run([1, MathF.E]));
        AssertClose([0.2689414f, 0.7310586f], new TfliteBuilder(2).Then(25, [2f]).Build().Run([100, 100.5f]));
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(5, 16)]
    [InlineData(20, 16)]
    public void Magnitudes_of_a_transform(int row, int length)
    {
        var values = Draw(new Random(9), row);
        var builder = new TfliteBuilder(1, row);
        var expected = Enumerable.Range(0, (length / 2) + 1).Select(k =>
        {
            double re = 0, im = 0;
            for (var t = 0; t < Math.Min(row, length); t++)
            {
                re += values[t] * Math.Cos(2 * Math.PI * k * t / length);
                im += values[t] * Math.Sin(2 * Math.PI * k * t / length);
            }

            return (float)Math.Sqrt((re * re) + (im * im));
        });
        AssertClose([.. expected], MagnitudesOf(builder, length).Run(values));
    }

    private static Esp32Aed.Tflite.TfliteModel MagnitudesOf(TfliteBuilder builder, int length) =>
        builder.Then(131, null, builder.Ints(1, length)).Then(135, null).Build();

    // Top left input under the kernel, of each output; padding SAME as TensorFlow defines it.
    private static IEnumerable<(int Row, int Column)> Places(
        int rows, int columns, int kernelRows, int kernelColumns, int strideRows, int strideColumns, int dilationRows, int dilationColumns, sbyte padding)
    {
        var (firstRow, countRows) = Along(rows, kernelRows, strideRows, dilationRows);
        var (firstColumn, countColumns) = Along(columns, kernelColumns, strideColumns, dilationColumns);
        return Enumerable.Range(0, countRows).SelectMany(y => Enumerable.Range(0, countColumns).Select(x => (firstRow + (y * strideRows), firstColumn + (x * strideColumns))));

        (int First, int Count) Along(int size, int kernel, int stride, int dilation)
        {
            var reach = (dilation * (kernel - 1)) + 1;
            if (padding == Valid)
            {
                return (0, (int)Math.Ceiling((size - reach + 1) / (double)stride));
            }

            var count = (int)Math.Ceiling(size / (double)stride);
            return (-(Math.Max(((count - 1) * stride) + reach - size, 0) / 2), count);
        }
    }

    private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(found[i], expected[i] - 1e-4f, expected[i] + 1e-4f);
        }
    }
}
