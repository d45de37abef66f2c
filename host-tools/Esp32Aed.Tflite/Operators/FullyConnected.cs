namespace Esp32Aed.Tflite.Operators;

/// <summary>FULLY_CONNECTED.</summary>
internal static class FullyConnected
{
    /// <summary>Its number in the schema.</summary>
    public const int Code = 9;

    /// <summary>Makes it; weights [output][input] and biases must be fixed.</summary>
    public static Operator Make(FlatTable? options, IReadOnlyList<Values?> constants)
    {
        var weights = KnownOperators.Need(constants, 1);
        if (weights.Shape.Length != 2)
        {
            throw new InvalidDataException($"a fully connected operator has weights of {string.Join(" x ", weights.Shape)}");
        }

        if (options?.Byte(1) is not (null or 0))
        {
            throw new NotSupportedException("the weights of a fully connected operator are shuffled, which is not known here");
        }

        var activation = Activation.Of(options?.Byte(0));
        var keepsIndices = options?.Byte(2) is not (null or 0);
        var product = new MatrixProduct(weights.Data, weights.Shape[0], constants.Count > 2 ? constants[2]?.Data : null);
        return inputs =>
        {
            var block = KnownOperators.Need(inputs, 0);
            if (block.Data.Length % product.Inputs != 0 || (keepsIndices && (block.Shape.Length == 0 || block.Shape[^1] != product.Inputs)))
            {
                throw new InvalidDataException($"a fully connected operator of {product.Inputs} inputs is given {string.Join(" x ", block.Shape)} numbers");
            }

            var data = product.Of(block.Data);
            activation.Apply(data);
            return [new Values(keepsIndices ? [.. block.Shape[..^1], product.Outputs] : [block.Data.Length / product.Inputs, product.Outputs], data)];
        };
    }
}
