using Esp32Aed.Detection;
using Esp32Aed.Learning.Networks;
using Xunit;

namespace Esp32Aed.Tests.Networks;

/// <summary>What training sees of quantisation is what the integers do.</summary>
public sealed class FakeQuantisationTests
{
    [Fact]
    public void A_rounded_pass_gives_the_integers_logits()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var (network, pass) = NetworkPassTests.Make(6, 2, "3x1x9 2x3x7", seed);
            var frames = pass.Inputs.Length / network.Layers[0].InputStride;
            for (var i = 0; i < pass.Inputs.Length; i++)
            {
                pass.Inputs[i] = MathF.Round(pass.Inputs[i] * FloatNetwork.Unit) / FloatNetwork.Unit;
            }

            // Half of what may come up, so that some activations saturate.
            double[][] largest = [[.. Enumerable.Repeat(0.5, 9)], [.. Enumerable.Repeat(0.7, 7)]];
            var integers = new ConvClassifier(NetworkQuantiser.Quantise(network, largest));
            var rounding = new FakeQuantisation(network, largest);
            var before = network.Parameters.SelectMany(p => p).ToArray();

            rounding.Round();
            pass.ActivationSteps = rounding.ActivationSteps;
            pass.Forward(frames - network.Shape.Context + 1);

            for (var t = 0; t < frames; t++)
            {
                for (var f = 0; f < 6; f++)
                {
                    integers.Input[f] = (long)Math.Round(pass.Inputs[(t * network.Layers[0].InputStride) + f] * FloatNetwork.Unit);
                }

                integers.Classify();
                var at = t - network.Shape.Context + 1;
                for (var c = 0; at >= 0 && c < 2; c++)
                {
                    Assert.InRange((integers.Logits[c] / 256.0) - pass.Logits[(at * network.Layers[^1].OutputStride) + c], -0.02, 0.02);
                }
            }

            rounding.Restore();
            Assert.Equal(before, network.Parameters.SelectMany(p => p));
        }
    }

    [Fact]
    public void No_gradient_passes_a_saturated_activation()
    {
        var (network, pass) = NetworkPassTests.Make(4, 1, "1x1x8", 5);
        var rounding = new FakeQuantisation(network, [[.. Enumerable.Repeat(1e-6, 8)]]);
        rounding.Round();
        pass.ActivationSteps = rounding.ActivationSteps;
        for (var i = 0; i < pass.Inputs.Length; i++)
        {
            pass.Inputs[i] *= 20;
        }

        pass.Forward(11);
        Array.Fill(pass.LogitGradients, 1);
        var gradients = network.Parameters.Select(p => new float[p.Length]).ToArray();

        pass.Backward(11, gradients);

        var atEnds = Enumerable.Range(0, 8).Where(o => Enumerable.Range(0, 11).All(t =>
            pass.InputsOf(1)[(t * 8) + o] is var value && (value <= 0 || value >= ConvLayerWeights.LargestActivation * rounding.ActivationSteps[0][o]))).ToArray();
        Assert.Contains(atEnds, o => Enumerable.Range(0, 11).Any(t => pass.InputsOf(1)[(t * 8) + o] > 0));
        Assert.All(atEnds, o => Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(0, gradients[0][(i * 8) + o])));
        Assert.Contains(gradients[2], gradient => gradient != 0);
    }
}
