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
    private const int MostShift = 14;
    private const double LeastStep = 1.0 / (1 << 18);

    /// <summary>Quantises a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="calibration">Passes of sound as the network is to hear it.</param>
    public static ConvNetwork Quantise(FloatNetwork network, IReadOnlyList<NetworkExample> calibration)
    {
        var largest = LargestActivations(network, calibration);
        var layers = new ConvLayerWeights[network.Layers.Length];
        var inputSteps = Enumerable.Repeat(1.0 / FloatNetwork.Unit, network.Layers[0].Inputs).ToArray();
        int[] scales = [];
        for (var i = 0; i < layers.Length; i++)
        {
            var layer = network.Layers[i];
            var isLast = i == layers.Length - 1;
            var rows = Enumerable.Range(0, layer.Shape.Channels).Select(o => Row(layer, o, inputSteps)).ToArray();
            var shift = isLast ? 0 : Shift(rows, largest[i]);
            var steps = rows.Select((row, o) => Step(row, layer.Biases[o], isLast ? 0 : largest[i][o] / (ConvLayerWeights.LargestActivation * Math.Pow(2, shift)))).ToArray();
            layers[i] = new ConvLayerWeights
            {
                Kernel = layer.Shape.Kernel,
                Dilation = layer.Shape.Dilation,
                Inputs = layer.Inputs,
                Outputs = layer.Shape.Channels,
                Shift = shift,
                Weights = [.. rows.SelectMany((row, o) => row.Select(weight => (sbyte)Math.Round(weight / steps[o])))],
                Biases = [.. steps.Select((step, o) => (int)Math.Round(layer.Biases[o] / step) + (shift > 0 ? 1 << (shift - 1) : 0))],
            };
            inputSteps = [.. steps.Select(step => step * Math.Pow(2, shift))];
            scales = [.. steps.Select(step => Math.Clamp((int)Math.Round(step * 256 * 65536), 1, (1 << 24) - 1))];
        }

        return new ConvNetwork { Layers = layers, Scales = scales };
    }

    /// <summary>The weights of one output, [tap][input], for inputs in their integer units.</summary>
    private static double[] Row(FloatLayer layer, int output, double[] inputSteps) =>
        [.. Enumerable.Range(0, layer.Shape.Kernel * layer.Inputs).Select(i => layer.Weights[(i * layer.OutputStride) + output] * inputSteps[i % layer.Inputs])];

    private static int Shift(double[][] rows, double[] largest)
    {
        var wanted = rows.Select((row, o) => Math.Log2(Math.Max(largest[o], 1e-9) / Math.Max(row.Max(Math.Abs), 1e-9))).Order().ToArray();
        return (int)Math.Clamp(Math.Round(wanted[wanted.Length / 2]), 0, MostShift);
    }

    private static double Step(double[] row, double bias, double least)
    {
        var step = Math.Max(Math.Max(row.Max(Math.Abs) / 127, least), LeastStep);

        // A sum and its bias must stay within a lane of the packed product; half of it is left for rounding.
        var sum = (127 * row.Sum(Math.Abs)) + Math.Abs(bias);
        return Math.Max(step, sum / (PackedMatrix.Zero * 0.9));
    }

    private static double[][] LargestActivations(FloatNetwork network, IReadOnlyList<NetworkExample> calibration)
    {
        var largest = network.Layers.Select(layer => new double[layer.Shape.Channels]).ToArray();
        var pass = new NetworkPass(network, calibration.Max(example => example.Frames));
        foreach (var example in calibration)
        {
            example.Features.CopyTo(pass.Inputs, 0);
            pass.Forward(example.Frames);
            var frames = example.Frames + network.Shape.Context - 1;
            for (var i = 0; i < network.Layers.Length - 1; i++)
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
}
