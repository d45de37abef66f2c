using Esp32Aed.Detection;

namespace Esp32Aed.Learning.Networks;

/// <summary>
/// From a float network to int8, after training: one scale an output for the weights, activations of 0 to 127, one shift a layer.
/// </summary>
/// <remarks>
/// An output's activation is sum / 2^shift, so with weights in steps of q an activation's step is q * 2^shift, its own for each output; the next layer's
/// weights take it up. q must be large enough that the weights fit into int8, and that the largest activation of the calibration sound fits into
/// 127; the shift is where the two ask for the same, for the median output.
/// </remarks>
internal static class NetworkQuantiser
{
    /// <summary>Quantises a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="largest">Largest activations; see <see cref="LargestActivations"/>.</param>
    public static ConvNetwork Quantise(FloatNetwork network, double[][] largest)
    {
        var steps = LayerSteps.Of(network, largest);
        return new ConvNetwork
        {
            Layers = [.. network.Layers.Zip(steps, Quantise)],
            Scales = Array.ConvertAll(steps[^1].Weight, step => Math.Clamp((int)Math.Round(step * 256 * 65536), 1, (1 << 24) - 1)),
        };
    }

    /// <summary>Quantises a network for sound as the network is to hear it.</summary>
    public static ConvNetwork Quantise(FloatNetwork network, IReadOnlyList<NetworkExample> calibration) =>
        Quantise(network, LargestActivations(network, calibration));

    /// <summary>The largest activation of each output of the hidden layers.</summary>
    public static double[][] LargestActivations(FloatNetwork network, IReadOnlyList<NetworkExample> calibration)
    {
        var largest = network.Layers[..^1].Select(layer => new double[layer.Shape.Channels]).ToArray();
        var pass = new NetworkPass(network, calibration.Max(example => example.Frames));
        foreach (var example in calibration)
        {
            example.Inputs(network, 0, example.Frames).CopyTo(pass.Inputs);
            pass.Forward(example.Frames);
            var frames = example.Frames + network.Shape.Context - 1;
            for (var i = 0; i < largest.Length; i++)
            {
                var (layer, values) = (network.Layers[i], pass.InputsOf(i + 1));
                frames -= layer.Shape.Reach;
                for (var at = 0; at < frames * layer.OutputStride; at++)
                {
                    var output = at % layer.OutputStride;
                    if (output < layer.Shape.Channels)
                    {
                        largest[i][output] = Math.Max(largest[i][output], values[at]);
                    }
                }
            }
        }

        return largest;
    }

    private static ConvLayerWeights Quantise(FloatLayer layer, LayerSteps steps) => new()
    {
        Kernel = layer.Shape.Kernel,
        Dilation = layer.Shape.Dilation,
        Inputs = layer.Inputs,
        Outputs = layer.Shape.Channels,
        Shift = steps.Shift,
        Weights =
        [
            .. Enumerable.Range(0, layer.Shape.Channels)
                .SelectMany(o => LayerSteps.Row(layer, o, steps.Input).Select(weight => (sbyte)Math.Round(weight / steps.Weight[o]))),
        ],
        Biases = [.. steps.Weight.Select((step, o) => (int)Math.Round(layer.Biases[o] / step) + (steps.Shift > 0 ? 1 << (steps.Shift - 1) : 0))],
    };
}
