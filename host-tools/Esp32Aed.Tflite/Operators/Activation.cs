namespace Esp32Aed.Tflite.Operators;

/// <summary>What is done to an operator's results before they go on.</summary>
/// <param name="Least">Smaller ones are raised to it.</param>
/// <param name="Most">Larger ones are lowered to it.</param>
internal readonly record struct Activation(float Least, float Most)
{
    /// <summary>The activation of a number in the schema (enum ActivationFunctionType).</summary>
    public static Activation Of(sbyte? number) => number switch
    {
        null or 0 => new(float.NegativeInfinity, float.PositiveInfinity),
        1 => new(0, float.PositiveInfinity),
        2 => new(-1, 1),
        3 => new(0, 6),
        _ => throw new NotSupportedException($"activation {number} is not known here"),
    };

    /// <summary>Changes the values in place.</summary>
    public void Apply(Span<float> values)
    {
        if (float.IsInfinity(Least) && float.IsInfinity(Most))
        {
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = MathF.Min(MathF.Max(values[i], Least), Most);
        }
    }
}
