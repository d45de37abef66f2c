using Esp32Aed.Detection;

namespace Esp32Aed.Tests.Generating;

/// <summary>Models whose classifiers' sizes are chosen, their weights random.</summary>
internal static class Networks
{
    /// <summary>Layers of three taps, 1, 2, 3 ... frames apart: features (the bands and the loudness), then outputs of each layer.</summary>
    public static Model Make(params int[] sizes)
    {
        var random = new Random(4);
        var model = WithFeatures(SmallModels.MakeNetwork(), sizes[0]);
        model.Network = new ConvNetwork
        {
            Layers = [.. sizes.Skip(1).Select((outputs, i) => Layer(random, i, sizes[i], outputs, isLast: i == sizes.Length - 2))],
            Scales = [.. Enumerable.Repeat(5000, sizes[^1])],
        };
        model.Context = model.Network.Context;
        model.Labels = [.. Enumerable.Range(0, sizes[^1]).Select(c => $"class{c}")];
        model.Decoders = [.. Enumerable.Repeat(model.Decoders[0], sizes[^1])];
        return GeneratedType.FromFile(model);
    }

    /// <summary>One class, logistic.</summary>
    public static Model MakeLogistic(int context, int features)
    {
        var random = new Random(4);
        var model = WithFeatures(SmallModels.Make(), features);
        model.Context = context;
        model.Logistic = [new LogisticWeights { Weights = [.. Enumerable.Range(0, context * features).Select(_ => (sbyte)random.Next(-60, 61))], Bias = -4000, Scale = 4000 }];
        return GeneratedType.FromFile(model);
    }

    private static Model WithFeatures(Model model, int features)
    {
        model.FrontEnd.FrameLength = 256;
        model.FrontEnd.HopLength = 128;
        model.FrontEnd.MelEdges = [.. Enumerable.Range(1, features + 1).Select(i => i << 16)];
        model.FrontEnd.Coefficients = 0;
        model.FrontEnd.PositiveParts = 0;
        model.FrontEnd.GateRange = 0;
        model.FeatureScale = [.. Enumerable.Repeat(900, features)];
        return model;
    }

    // As trained ones, the weights of hidden layers take some 19 bits of a lane.
    private static ConvLayerWeights Layer(Random random, int index, int inputs, int outputs, bool isLast)
    {
        var largest = Math.Min(127, 4000 / inputs / 2);
        return new ConvLayerWeights
        {
            Kernel = 3,
            Dilation = index + 1,
            Inputs = inputs,
            Outputs = outputs,
            Shift = isLast ? 0 : 9,
            Biases = [.. Enumerable.Range(0, outputs).Select(_ => random.Next(-3000, 3000))],
            Weights = [.. Enumerable.Range(0, outputs * 3 * inputs).Select(_ => (sbyte)random.Next(-largest, largest + 1))],
        };
    }
}
