using Esp32Aed.Learning.Networks;
using Xunit;

namespace Esp32Aed.Tests.Networks;

/// <summary>The forward pass against plain loops, the backward pass against differences.</summary>
public sealed class NetworkPassTests
{
    private const int Frames = 11;

    public static TheoryData<int, int, string> Shapes => new()
    {
        { 1, 1, "1x1x1" },
        { 5, 2, "3x2x9 2x1x4" },
        { 10, 1, "3x1x12 3x2x12 3x4x12" },
        { 17, 3, "4x3x8" },
        { 3, 2, "" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Logits_are_those_of_plain_loops(int features, int classes, string shape)
    {
        var (network, pass) = Make(features, classes, shape, seed: 1);

        pass.Forward(Frames);

        var expected = Plain(network, pass.Inputs);
        for (var t = 0; t < Frames; t++)
        {
            for (var c = 0; c < classes; c++)
            {
                Assert.Equal(expected[t][c], pass.Logits[(t * network.Layers[^1].OutputStride) + c], 4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_are_the_differences_that_small_changes_make(int features, int classes, string shape)
    {
        var (network, pass) = Make(features, classes, shape, seed: 2);
        var random = new Random(3);
        var stride = network.Layers[^1].OutputStride;
        var weights = Enumerable.Range(0, Frames * stride).Select(i => i % stride < classes ? random.NextSingle() - 0.5f : 0).ToArray();
        pass.Forward(Frames);
        weights.CopyTo(pass.LogitGradients, 0);
        var gradients = network.Parameters.Select(p => new float[p.Length]).ToArray();

        pass.Backward(Frames, gradients);

        const float Step = 1e-3f;
        for (var p = 0; p < gradients.Length; p++)
        {
            var outputs = network.Layers[p / 2].Shape.Channels;
            var padded = network.Layers[p / 2].OutputStride;
            for (var i = 0; i < gradients[p].Length; i += 3)
            {
                if (i % padded >= outputs)
                {
                    Assert.Equal(0, gradients[p][i]);
                    continue;
                }

                var kept = network.Parameters[p][i];
                network.Parameters[p][i] = kept + Step;
                var above = Weighted();
                network.Parameters[p][i] = kept - Step;
                var below = Weighted();
                network.Parameters[p][i] = kept;
                Assert.InRange(gradients[p][i] - ((above - below) / (2 * Step)), -0.05, 0.05);
            }
        }

        double Weighted()
        {
            pass.Forward(Frames);
            return pass.Logits.Zip(weights, (logit, weight) => (double)logit * weight).Sum();
        }
    }

    /// <summary>A network of random weights and biases, and a pass with random inputs.</summary>
    internal static (FloatNetwork Network, NetworkPass Pass) Make(int features, int classes, string shape, int seed)
    {
        var random = new Random(seed);
        var network = new FloatNetwork(Shape(shape), features, classes, random);
        foreach (var layer in network.Layers)
        {
            for (var o = 0; o < layer.Shape.Channels; o++)
            {
                layer.Biases[o] = random.NextSingle() - 0.3f;
            }
        }

        var pass = new NetworkPass(network, Frames);
        for (var i = 0; i < pass.Inputs.Length; i++)
        {
            pass.Inputs[i] = i % network.Layers[0].InputStride < features ? (random.NextSingle() * 2) - 1 : 0;
        }

        return (network, pass);
    }

    /// <summary>Reads what <see cref="NetworkShape.ToString"/> writes.</summary>
    internal static NetworkShape Shape(string text) => new(
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(layer => layer.Split('x').Select(int.Parse).ToArray())
            .Select(layer => new LayerShape(layer[0], layer[1], layer[2])),
    ]);

    private static double[][] Plain(FloatNetwork network, float[] inputs)
    {
        var stride = network.Layers[0].InputStride;
        var values = Enumerable.Range(0, inputs.Length / stride).Select(t => inputs.Skip(t * stride).Take(stride).Select(v => (double)v).ToArray()).ToArray();
        foreach (var layer in network.Layers)
        {
            var isLast = layer == network.Layers[^1];
            values =
            [
                .. Enumerable.Range(0, values.Length - layer.Shape.Reach).Select(t => Enumerable.Range(0, layer.Shape.Channels).Select(o =>
                {
                    double sum = layer.Biases[o];
                    for (var k = 0; k < layer.Shape.Kernel; k++)
                    {
                        for (var i = 0; i < layer.Inputs; i++)
                        {
                            sum += values[t + (k * layer.Shape.Dilation)][i] * layer.Weights[(((k * layer.Inputs) + i) * layer.OutputStride) + o];
                        }
                    }

                    return isLast ? sum : Math.Max(sum, 0);
                }).ToArray()),
            ];
        }

        return values;
    }
}
