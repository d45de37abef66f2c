namespace Esp32Aed.Tflite.Operators;

/// <summary>What an operator of a model computes.</summary>
/// <param name="inputs">Its inputs; null for an optional one that is left out.</param>
/// <returns>Its outputs.</returns>
internal delegate Values[] Operator(IReadOnlyList<Values?> inputs);

/// <summary>The operators that are known, by their number in the schema of TensorFlow Lite (enum BuiltinOperator).</summary>
internal static class KnownOperators
{
    /// <summary>Makes an operator.</summary>
    /// <param name="code">Its number.</param>
    /// <param name="options">Its options; null when it has none.</param>
    /// <param name="constants">Those of its inputs that are fixed, null for the others.</param>
    /// <exception cref="NotSupportedException">It is not known, or has options that are not.</exception>
    public static Operator Make(int code, FlatTable? options, IReadOnlyList<Values?> constants) => code switch
    {
        0 => Elementwise.Pair((a, b) => a + b, Activation.Of(options?.Byte(0))),
        3 => Convolution.Make(options, constants),
        4 => DepthwiseConvolution.Make(options, constants),
        6 or 114 => inputs => [Need(inputs, 0)],
        9 => FullyConnected.Make(options, constants),
        14 => Elementwise.Each(value => 1 / (1 + MathF.Exp(-value))),
        18 => Elementwise.Pair((a, b) => a * b, Activation.Of(options?.Byte(0))),
        19 => Elementwise.Each(value => MathF.Max(value, 0)),
        21 => Elementwise.Each(value => Math.Clamp(value, 0, 6)),
        22 => Shaping.Reshape(options),
        25 => Elementwise.Softmax(options),
        34 => Shaping.Pad,
        36 => Shaping.Gather(options),
        40 => Mean.Make(options),
        45 => Shaping.StridedSlice(options),
        49 => Shaping.Split(options),
        73 => Elementwise.Each(MathF.Log),
        131 => Fourier.Transform,
        135 => Fourier.Magnitude,
        _ => throw new NotSupportedException($"operator {code} of TensorFlow Lite is not known here"),
    };

    /// <summary>An input that must be there.</summary>
    public static Values Need(IReadOnlyList<Values?> inputs, int index) => index < inputs.Count && inputs[index] is { } values
        ? values
        : throw new InvalidDataException($"an operator lacks its input {index}");
}
