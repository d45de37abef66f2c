namespace Esp32Aed.Tflite.Operators;

/// <summary>Operators that take each number for itself, or pairs of them.</summary>
internal static class Elementwise
{
    /// <summary>A function of each number.</summary>
    public static Operator Each(Func<float, float> function) => inputs =>
    {
        var values = KnownOperators.Need(inputs, 0);
        return [values with { Data = Array.ConvertAll(values.Data, value => function(value)) }];
    };

    /// <summary>A function of pairs; an index of size 1 is repeated, and missing leading ones are added (broadcasting).</summary>
    public static Operator Pair(Func<float, float, float> function, Activation activation) => inputs =>
    {
        var (a, b) = (KnownOperators.Need(inputs, 0), KnownOperators.Need(inputs, 1));
        var rank = Math.Max(a.Shape.Length, b.Shape.Length);
        var shape = new int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var (ofA, ofB) = (SizeOf(a, axis, rank), SizeOf(b, axis, rank));
            shape[axis] = ofA == ofB || ofB == 1 ? ofA : ofA == 1 ? ofB : throw new InvalidDataException($"{string.Join(" x ", a.Shape)} and {string.Join(" x ", b.Shape)} numbers don't pair");
        }

        var data = new float[Values.Count(shape)];
        var (stepsA, stepsB) = (Steps(a, rank), Steps(b, rank));
        for (var i = 0; i < data.Length; i++)
        {
            int atA = 0, atB = 0, rest = i;
            for (var axis = rank - 1; axis >= 0; axis--)
            {
                var index = rest % shape[axis];
                rest /= shape[axis];
                atA += index * stepsA[axis];
                atB += index * stepsB[axis];
            }

            data[i] = function(a.Data[atA], b.Data[atB]);
        }

        activation.Apply(data);
        return [new Values(shape, data)];
    };

    /// <summary>Softmax over the last index.</summary>
    public static Operator Softmax(FlatTable? options)
    {
        var beta = options is { } given ? BitConverter.Int32BitsToSingle(given.Int(0, BitConverter.SingleToInt32Bits(1))) : 1;
        return inputs =>
        {
            var values = KnownOperators.Need(inputs, 0);
            var data = (float[])values.Data.Clone();
            var size = values.Shape is [.., > 0 and var last] ? last : throw new InvalidDataException("softmax of nothing");
            for (var from = 0; from < data.Length; from += size)
            {
                var row = data.AsSpan(from, size);
                var most = row[0];
                foreach (var value in row)
                {
                    most = MathF.Max(most, value);
                }

                var sum = 0f;
                for (var i = 0; i < size; i++)
                {
                    row[i] = MathF.Exp(beta * (row[i] - most));
                    sum += row[i];
                }

                for (var i = 0; i < size; i++)
                {
                    row[i] /= sum;
                }
            }

            return [values with { Data = data }];
        };
    }

    private static int SizeOf(Values values, int axis, int rank) => axis < rank - values.Shape.Length ? 1 : values.Shape[axis - (rank - values.Shape.Length)];

    private static int[] Steps(Values values, int rank)
    {
        var steps = new int[rank];
        var step = 1;
        for (var axis = rank - 1; axis >= 0; axis--)
        {
            var size = SizeOf(values, axis, rank);
            steps[axis] = size == 1 ? 0 : step;
            step *= size;
        }

        return steps;
    }
}
