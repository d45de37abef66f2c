using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class ConvClassifierTests
{
    [Fact]
    public void Logits_are_those_of_plain_loops_over_all_frames()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var features = random.Next(1, 65);
            var network = RandomNetworks.Make(random, features, random.Next(1, 11));
            var frames = Enumerable.Range(0, 70).Select(t => Frame(random, features, t)).ToArray();
            var classifier = new ConvClassifier(network);

            var expected = Plain(network, frames);

            for (var t = 0; t < frames.Length; t++)
            {
                frames[t].CopyTo(classifier.Input, 0);
                classifier.Classify();
                Assert.Equal(expected[t], Array.ConvertAll(classifier.Logits, logit => (long)logit));
            }
        }
    }

    [Fact]
    public void Sums_at_the_ends_of_their_range_do_not_reach_the_neighbouring_lanes()
    {
        // 127 * 127 * 65 + 190 = 2^20 - 1, the largest sum that a model file may have.
        var up = Enumerable.Repeat((sbyte)127, 65);
        var down = Enumerable.Repeat((sbyte)-127, 65);
        var layer = new ConvLayerWeights
        {
            Kernel = 1, Dilation = 1, Inputs = 65, Outputs = 4, Biases = [190, -190, 190, -190], Weights = [.. up, .. down, .. up, .. down],
        };
        var classifier = new ConvClassifier(new ConvNetwork { Layers = [layer], Scales = [1 << 16, 1 << 16, 1 << 16, 1 << 16] });

        Enumerable.Repeat(127L, 65).ToArray().CopyTo(classifier.Input, 0);
        classifier.Classify();

        const int Largest = (1 << 20) - 1;
        Assert.Equal([Largest, -Largest, Largest, -Largest], classifier.Logits);
    }

    [Fact]
    public void The_context_is_what_a_logit_depends_on()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var network = RandomNetworks.Make(random, 3, 1);
            var frames = Enumerable.Range(0, network.Context + 1).Select(t => Frame(random, 3, t)).ToArray();
            var changed = frames.ToArray();
            changed[0] = [5, 6, 7];

            Assert.Equal(Plain(network, frames)[^1], Plain(network, changed)[^1]);
        }
    }

    private static long[][] Plain(ConvNetwork network, long[][] frames)
    {
        var values = frames;
        foreach (var layer in network.Layers)
        {
            var isLast = layer == network.Layers[^1];
            values = [.. values.Select((_, t) => Enumerable.Range(0, layer.Outputs).Select(o =>
            {
                var sum = Sum(layer, values, t, o);
                return isLast ? (sum * network.Scales[o]) >> 16 : Math.Clamp(sum >> layer.Shift, 0, 127);
            }).ToArray())];
        }

        return values;
    }

    private static long Sum(ConvLayerWeights layer, long[][] inputs, int time, int output)
    {
        long sum = layer.Biases[output];
        for (var k = 0; k < layer.Kernel; k++)
        {
            var at = time - ((layer.Kernel - 1 - k) * layer.Dilation);
            for (var i = 0; at >= 0 && i < layer.Inputs; i++)
            {
                sum += layer.Weights[(((output * layer.Kernel) + k) * layer.Inputs) + i] * inputs[at][i];
            }
        }

        return sum;
    }

    // Some frames are of one extreme value, so that sums become as large as they can.
    private static long[] Frame(Random random, int count, int time) => (time % 4) switch
    {
        0 => [.. Enumerable.Repeat(127L, count)],
        1 => [.. Enumerable.Repeat(-127L, count)],
        _ => [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(-127, 128))],
    };
}
