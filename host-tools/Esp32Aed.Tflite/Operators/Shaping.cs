namespace Esp32Aed.Tflite.Operators;

/// <summary>Operators that move numbers without changing them.</summary>
internal static class Shaping
{
    /// <summary>RESHAPE: the shape is input 1, or an option; one size of -1 takes what is left.</summary>
    public static Operator Reshape(FlatTable? options) => inputs =>
    {
        var values = KnownOperators.Need(inputs, 0);
        var shape = inputs.Count > 1 && inputs[1] is { } given ? given.ToInts() : options?.Ints(0) ?? [];
        var open = Array.IndexOf(shape, -1);
        if (open >= 0)
        {
            var others = Values.Count([.. shape.Where((_, axis) => axis != open)]);
            shape = [.. shape.Select((size, axis) => axis == open && others > 0 ? Values.Count(values.Shape) / others : size)];
        }

        return [values.As(shape)];
    };

    /// <summary>PAD with zeros: input 1 is [index][before, after].</summary>
    public static Values[] Pad(IReadOnlyList<Values?> inputs)
    {
        var values = KnownOperators.Need(inputs, 0);
        var around = KnownOperators.Need(inputs, 1).ToInts();
        if (around.Length != 2 * values.Shape.Length || around.Any(size => size < 0))
        {
            throw new InvalidDataException($"{around.Length} paddings for {string.Join(" x ", values.Shape)} numbers");
        }

        int[] shape = [.. values.Shape.Select((size, axis) => around[2 * axis] + size + around[(2 * axis) + 1])];
        var data = new float[Values.Count(shape)];
        for (var i = 0; i < values.Data.Length; i++)
        {
            int at = 0, step = 1, rest = i;
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                at += ((rest % values.Shape[axis]) + around[2 * axis]) * step;
                rest /= values.Shape[axis];
                step *= shape[axis];
            }

            data[at] = values.Data[i];
        }

        return [new Values(shape, data)];
    }

    /// <summary>GATHER along an index: input 1 says which places.</summary>
    public static Operator Gather(FlatTable? options)
    {
        if (options?.Int(1) is not (null or 0))
        {
            throw new NotSupportedException("places are gathered batch by batch, which is not known here");
        }

        return inputs =>
        {
            var (values, places) = (KnownOperators.Need(inputs, 0), KnownOperators.Need(inputs, 1));
            var axis = values.Axis(options?.Int(0) ?? 0);
            var wanted = places.ToInts();
            if (wanted.Any(place => place < 0 || place >= values.Shape[axis]))
            {
                throw new InvalidDataException($"a place is gathered that lies outside {string.Join(" x ", values.Shape)} numbers");
            }

            var inner = Values.Count(values.Shape.AsSpan(axis + 1));
            var outer = Values.Count(values.Shape.AsSpan(0, axis));
            var data = new float[Values.Count([outer, wanted.Length, inner])];
            for (var o = 0; o < outer; o++)
            {
                for (var p = 0; p < wanted.Length; p++)
                {
                    values.Data.AsSpan(((o * values.Shape[axis]) + wanted[p]) * inner, inner).CopyTo(data.AsSpan(((o * wanted.Length) + p) * inner));
                }
            }

            return [new Values([.. values.Shape[..axis], .. places.Shape, .. values.Shape[(axis + 1)..]], data)];
        };
    }

    /// <summary>STRIDED_SLICE: inputs 1 to 3 are where it begins and ends and its steps, along each index.</summary>
    public static Operator StridedSlice(FlatTable? options)
    {
        var (openStarts, openEnds) = (options?.Int(0) ?? 0, options?.Int(1) ?? 0);
        if (options is { } given && (given.Int(2) | given.Int(3) | given.Int(4)) != 0)
        {
            throw new NotSupportedException("a slice adds or takes away indices, which is not known here");
        }

        return inputs =>
        {
            var values = KnownOperators.Need(inputs, 0);
            var (begin, end, step) = (KnownOperators.Need(inputs, 1).ToInts(), KnownOperators.Need(inputs, 2).ToInts(), KnownOperators.Need(inputs, 3).ToInts());
            if (begin.Length != values.Shape.Length || end.Length != begin.Length || step.Length != begin.Length || step.Any(s => s < 1))
            {
                throw new NotSupportedException($"a slice of {begin.Length} indices, or backwards, of {string.Join(" x ", values.Shape)} numbers is not known here");
            }

            for (var axis = 0; axis < begin.Length; axis++)
            {
                var (size, from, to) = (values.Shape[axis], Place(begin[axis], values.Shape[axis], (openStarts >> axis) & 1, 0), Place(end[axis], values.Shape[axis], (openEnds >> axis) & 1, values.Shape[axis]));
                var every = step[axis];
                int[] places = [.. Enumerable.Range(0, size).Where(place => place >= from && place < to && (place - from) % every == 0)];
                values = Take(values, axis, places);
            }

            return [values];
        };
    }

    /// <summary>SPLIT into equal parts: input 0 is the index, input 1 the numbers.</summary>
    public static Operator Split(FlatTable? options)
    {
        var parts = options?.Int(0) ?? 0;
        return inputs =>
        {
            var values = KnownOperators.Need(inputs, 1);
            var axis = values.Axis(KnownOperators.Need(inputs, 0).ToInts() is [var only] ? only : throw new InvalidDataException("a split names no index"));
            var size = parts > 0 && values.Shape[axis] % parts == 0 ? values.Shape[axis] / parts : throw new InvalidDataException($"{values.Shape[axis]} places can't be split in {parts}");
            return [.. Enumerable.Range(0, parts).Select(part => Take(values, axis, [.. Enumerable.Range(part * size, size)]))];
        };
    }

    private static int Place(int place, int size, int isOpen, int open) => isOpen != 0 ? open : Math.Clamp(place < 0 ? place + size : place, 0, size);

    private static Values Take(Values values, int axis, int[] places) => places.Length == values.Shape[axis]
        ? values
        : new Values([.. values.Shape[..axis], places.Length, .. values.Shape[(axis + 1)..]], TakeData(values, axis, places));

    private static float[] TakeData(Values values, int axis, int[] places)
    {
        var inner = Values.Count(values.Shape.AsSpan(axis + 1));
        var outer = Values.Count(values.Shape.AsSpan(0, axis));
        var data = new float[outer * places.Length * inner];
        for (var o = 0; o < outer; o++)
        {
            for (var p = 0; p < places.Length; p++)
            {
                values.Data.AsSpan(((o * values.Shape[axis]) + places[p]) * inner, inner).CopyTo(data.AsSpan(((o * places.Length) + p) * inner));
            }
        }

        return data;
    }
}
