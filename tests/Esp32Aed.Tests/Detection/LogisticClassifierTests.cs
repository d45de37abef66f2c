using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class LogisticClassifierTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(20, 14)]
    [InlineData(2, 1)]
    [InlineData(255, 64)]
    public void The_sum_over_the_context_as_a_double_loop_gives_it(int context, int features)
    {
        var random = new Random(context);
        LogisticWeights[] classes = [Weights(random, context * features, 30000), Weights(random, context * features, 70000)];
        Array.Fill(classes[0].Weights, sbyte.MinValue);
        var classifier = new LogisticClassifier(classes, context, features);
        var frames = new List<sbyte[]>();
        for (var t = 0; t < (2 * context) + 3; t++)
        {
            frames.Add(Frame(random, features, t));
            Array.ConvertAll(frames[^1], feature => (long)feature).CopyTo(classifier.Input, 0);
            classifier.Classify();
            for (var c = 0; c < classes.Length; c++)
            {
                long sum = classes[c].Bias;
                for (var age = 0; age < context && age <= t; age++)
                {
                    for (var f = 0; f < features; f++)
                    {
                        sum += classes[c].Weights[((context - 1 - age) * features) + f] * frames[t - age][f];
                    }
                }

                Assert.Equal((sum * classes[c].Scale) >> 16, classifier.Logits[c]);
            }
        }
    }

    private static LogisticWeights Weights(Random random, int count, int scale) =>
        new() { Weights = RandomBytes(random, count), Bias = random.Next(-100000, 100000), Scale = scale };

    // Some frames are of one extreme value, so that sums become as large as they can.
    private static sbyte[] Frame(Random random, int count, int time) =>
        (time % 4) switch
        {
            0 => [.. Enumerable.Repeat((sbyte)127, count)],
            1 => [.. Enumerable.Repeat((sbyte)-127, count)],
            _ => [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-127, 128))],
        };

    private static sbyte[] RandomBytes(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-128, 128))];
}
