using Esp32Aed.Detection;

namespace Esp32Aed.Tests;

/// <summary>Networks of any shape that the format allows.</summary>
internal static class RandomNetworks
{
    /// <summary>One to four layers; sums are as large as they may be now and then.</summary>
    public static ConvNetwork Make(Random random, int features, int classes)
    {
        var layers = new ConvLayerWeights[random.Next(1, 5)];
        var inputs = features;
        for (var i = 0; i < layers.Length; i++)
        {
            var outputs = i == layers.Length - 1 ? classes : random.Next(1, 28);
            layers[i] = Layer(random, inputs, outputs);
            inputs = outputs;
        }

        return new ConvNetwork { Layers = layers, Scales = [.. Enumerable.Range(0, classes).Select(_ => random.Next(1, 1 << 24))] };
    }

    private static ConvLayerWeights Layer(Random random, int inputs, int outputs)
    {
        var kernel = random.Next(1, 5);
        var row = kernel * inputs;

        // A sum of 127 * |weight| over a row and the bias stays below 2^20.
        var largest = Math.Min(128, ((1 << 19) / (127 * row)) + 1);
        return new ConvLayerWeights
        {
            Kernel = kernel,
            Dilation = random.Next(1, 6),
            Inputs = inputs,
            Outputs = outputs,
            Shift = random.Next(0, 21),
            Biases = [.. Enumerable.Range(0, outputs).Select(_ => random.Next(-(1 << 18), 1 << 18))],
            Weights = [.. Enumerable.Range(0, outputs * row).Select(_ => (sbyte)random.Next(-largest, largest))],
        };
    }
}
