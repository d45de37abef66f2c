using System.Globalization;
using System.Numerics;
using Esp32Aed.Detection;

namespace Esp32Aed.ModelGenerator;

/// <summary>
/// Writes a logistic classifier. A frame takes part in the logits of itself and of the frames after it; the sums of these stand side by side in the
/// lanes of longs, the nearest lowest. Each frame adds its products, the lowest lane is complete and leaves, and the others move down.
/// </summary>
internal static class LogisticCode
{
    private const int LargestInput = 127;

    /// <summary>Writes all classes: the features are read from <c>input</c>, the logits are stored in <c>logits</c>.</summary>
    public static void Write(ClassText code, LogisticWeights[] classes, int context, int features)
    {
        code.Begin("the features");
        code.Statement($"{code.Local("long[]", "features")} = input");
        for (var i = 0; i < features; i++)
        {
            code.Statement($"{code.Local("long", $"x{i}")} = features[{i}]");
        }

        for (var c = 0; c < classes.Length; c++)
        {
            Write(code, classes[c], c, context, features);
        }
    }

    private static void Write(ClassText code, LogisticWeights weights, int index, int context, int features)
    {
        var largest = LargestInput * weights.Weights.Sum(weight => Math.Abs((long)weight));
        var width = BitOperations.Log2((ulong)largest + 1) + 2;
        var zero = 1L << (width - 1);
        var lanes = Word.Bits / width;
        var words = (context + lanes - 1) / lanes;
        var zeros = Enumerable.Range(0, lanes).Sum(lane => zero << (lane * width));
        var top = (lanes - 1) * width;

        code.Begin($"class {index + 1}: {context} frames in {words} words of {lanes}");
        code.Field(string.Create(CultureInfo.InvariantCulture, $"readonly long[] waiting{index} = Filled({words}, {zeros})"));
        code.Statement($"{code.Local("long[]", "waiting")} = waiting{index}");
        var sum = code.Local("long", "sum");
        var mask = SumText.Literal((1L << width) - 1);
        for (var word = 0; word < words; word++)
        {
            code.Statement($"{sum} = {Sum(weights.Weights, word, lanes, width, features)}");
            if (word == 0)
            {
                code.Statement(string.Create(
                    CultureInfo.InvariantCulture,
                    $"logits[{index}] = (int)(((({sum} & {mask}) + {SumText.Literal(weights.Bias - zero)}) * {SumText.Literal(weights.Scale)}) >> 16)"));
            }
            else
            {
                code.Statement($"waiting[{word - 1}] = rest + (({sum} & {mask}) << {top})");
            }

            code.Statement($"{code.Local("long", "rest")} = {sum} >> {width}");
        }

        code.Statement($"waiting[{words - 1}] = rest + {SumText.Literal(zero << top)}");
    }

    // What waits in a word and the newest frame's part in the logits of its frames.
    private static SumText Sum(sbyte[] weights, int word, int lanes, int width, int features)
    {
        var sum = new SumText();
        sum.Add($"waiting[{word}]");
        var firstFrame = word * lanes;
        for (var i = 0; i < features; i++)
        {
            var packed = 0L;
            for (var lane = 0; lane < lanes && (firstFrame + lane + 1) * features <= weights.Length; lane++)
            {
                packed += (long)weights[weights.Length - ((firstFrame + lane + 1) * features) + i] << (lane * width);
            }

            sum.Add($"x{i}", packed);
        }

        return sum;
    }
}
