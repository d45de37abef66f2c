namespace Esp32Aed.Tflite.Operators;

/// <summary>MEAN over some indices.</summary>
internal static class Mean
{
    /// <summary>Makes it; input 1 names the indices.</summary>
    public static Operator Make(FlatTable? options)
    {
        var keeps = options?.Byte(0) is not (null or 0);
        return inputs =>
        {
            var values = KnownOperators.Need(inputs, 0);
            var axes = KnownOperators.Need(inputs, 1).ToInts().Select(values.Axis).ToHashSet();
            var kept = values.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size).ToArray();
            var sums = new double[Values.Count(kept)];
            for (var i = 0; i < values.Data.Length; i++)
            {
                int at = 0, step = 1, rest = i;
                for (var axis = kept.Length - 1; axis >= 0; axis--)
                {
                    at += kept[axis] == 1 ? 0 : rest % values.Shape[axis] * step;
                    rest /= values.Shape[axis];
                    step *= kept[axis];
                }

                sums[at] += values.Data[i];
            }

            var count = (double)values.Data.Length / Math.Max(1, sums.Length);
            return [new Values(keeps ? kept : [.. kept.Where((_, axis) => !axes.Contains(axis))], Array.ConvertAll(sums, sum => (float)(sum / count)))];
        };
    }
}
