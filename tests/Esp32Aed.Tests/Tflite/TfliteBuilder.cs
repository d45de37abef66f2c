using Esp32Aed.Tflite;

namespace Esp32Aed.Tests.Tflite;

/// <summary>Makes small models: tensor 0 is the input, and each operator takes the result of the one before.</summary>
internal sealed class TfliteBuilder
{
    private readonly List<object?[]> tensors = [];
    private readonly List<object?[]> buffers = [[null]];
    private readonly List<int> codes = [];
    private readonly List<object?[]> operators = [];
    private int last;

    public TfliteBuilder(params int[] inputShape) => Tensor(inputShape, null, 0);

    /// <summary>A model whose features are the magnitudes of the spectrum of 256 samples.</summary>
    public static TfliteBuilder Spectrum()
    {
        var builder = new TfliteBuilder(1, 256);
        builder.Then(131, null, builder.Ints(1, 256)).Then(135, null);
        return builder.Then(9, [(sbyte)0], builder.Floats([1, 129], new float[129]));
    }

    /// <summary>Version of the schema.</summary>
    public int Version { get; set; } = 3;

    /// <summary>A tensor of fixed integers.</summary>
    public int Ints(params int[] values) => Ints([values.Length], values);

    public int Ints(int[] shape, int[] values) => Tensor(shape, [.. values.SelectMany(BitConverter.GetBytes)], 2);

    /// <summary>A tensor of fixed floats.</summary>
    public int Floats(int[] shape, params float[] values) => Tensor(shape, [.. values.SelectMany(BitConverter.GetBytes)], 0);

    /// <summary>A tensor of int8 numbers with a scale for each place of an index.</summary>
    public int Bytes(int[] shape, sbyte[] values, float[] scales, long[] zeros, int axis) =>
        Tensor(shape, Array.ConvertAll(values, value => unchecked((byte)value)), 9, [null, null, scales, zeros, null, null, axis]);

    /// <summary>Any tensor.</summary>
    public int Tensor(int[] shape, byte[]? data, sbyte type, object?[]? quantisation = null)
    {
        if (data is not null)
        {
            buffers.Add([data]);
        }

        tensors.Add([shape, type, data is null ? 0 : buffers.Count - 1, $"t{tensors.Count}", quantisation]);
        return tensors.Count - 1;
    }

    /// <summary>Adds an operator that takes the last result and these tensors.</summary>
    public TfliteBuilder Then(int code, object?[]? options, params int[] others) => Then(code, options, others, first: true);

    public TfliteBuilder Then(int code, object?[]? options, int[] others, bool first)
    {
        codes.Add(code);
        var result = Tensor([], null, 0);
        operators.Add([codes.Count - 1, first ? [last, .. others] : (int[])[.. others, last], (int[])[result], null, options]);
        last = result;
        return this;
    }

    public byte[] ToFile() => FlatWriter.File(
    [
        Version,
        codes.Select(code => new object?[] { (sbyte)Math.Min(code, 127), null, null, code }).ToArray(),
        new object?[][] { [tensors.ToArray(), (int[])[0], (int[])[last], operators.ToArray()] },
        "test",
        buffers.ToArray(),
    ]);

    public TfliteModel Build() => TfliteModel.Parse("test.tflite", ToFile());
}
