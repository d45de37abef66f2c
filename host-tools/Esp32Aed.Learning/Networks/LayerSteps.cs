using Esp32Aed.Detection;

namespace Esp32Aed.Learning.Networks;

/// <summary>The steps of one layer's integers.</summary>
/// <param name="Shift">See <see cref="ConvLayerWeights.Shift"/>; 0 in the last layer.</param>
/// <param name="Weight">Per output, what a weight's step is for inputs in their integer units.</param>
/// <param name="Input">Per input, what one of its integer units is.</param>
internal sealed record LayerSteps(int Shift, double[] Weight, double[] Input)
{
    private const int MostShift = 14;
    private const double LeastStep = 1.0 / (1 << 18);

    /// <summary>Per output, what a unit of it is: of an activation, or in the last layer of a sum.</summary>
    public double[] Output => Array.ConvertAll(Weight, step => step * Math.Pow(2, Shift));

    /// <summary>The steps of all layers of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="largest">Largest activations, [hidden layer][output]; what exceeds them saturates.</param>
    public static LayerSteps[] Of(FloatNetwork network, double[][] largest)
    {
        var steps = new LayerSteps[network.Layers.Length];
        var inputs = Enumerable.Repeat(1.0 / FloatNetwork.Unit, network.Layers[0].Inputs).ToArray();
        for (var i = 0; i < steps.Length; i++)
        {
            var layer = network.Layers[i];
            var rows = Enumerable.Range(0, layer.Shape.Channels).Select(o => Row(layer, o, inputs)).ToArray();
            var isLast = i == steps.Length - 1;
            var shift = isLast ? 0 : ShiftFor(rows, largest[i]);
            steps[i] = new LayerSteps(
                shift,
                [.. rows.Select((row, o) => StepFor(row, layer.Biases[o], isLast ? 0 : largest[i][o] / (ConvLayerWeights.LargestActivation * Math.Pow(2, shift))))],
                inputs);
            inputs = steps[i].Output;
        }

        return steps;
    }

    /// <summary>The weights of one output, [tap][input], for inputs in their integer units.</summary>
    public static double[] Row(FloatLayer layer, int output, double[] inputSteps) =>
        [.. Enumerable.Range(0, layer.Shape.Kernel * layer.Inputs).Select(i => layer.Weights[(i * layer.OutputStride) + output] * inputSteps[i % layer.Inputs])];

    private static int ShiftFor(double[][] rows, double[] largest)
    {
        var wanted = rows.Select((row, o) => Math.Log2(Math.Max(largest[o], 1e-9) / Math.Max(row.Max(Math.Abs), 1e-9))).Order().ToArray();
        return (int)Math.Clamp(Math.Round(wanted[wanted.Length / 2]), 0, MostShift);
    }

    private static double StepFor(double[] row, double bias, double least)
    {
        var step = Math.Max(Math.Max(row.Max(Math.Abs) / 127, least), LeastStep);

        // A sum and its bias must stay within a lane of the packed product; a tenth of it is left for rounding.
        var sum = (127 * row.Sum(Math.Abs)) + Math.Abs(bias);
        return Math.Max(step, sum / (PackedMatrix.Zero * 0.9));
    }
}
