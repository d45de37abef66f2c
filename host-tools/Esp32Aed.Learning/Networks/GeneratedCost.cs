using Esp32Aed.Detection;

namespace Esp32Aed.Learning.Networks;

/// <summary>
/// IL operations a frame that a network takes as generated code, from above: each output's activation is counted as compared with both ends, and may be looked up;
/// sums lie three in a long, and may lie four. <c>aed cost</c> counts the code itself; a test holds the two together.
/// </summary>
public static class GeneratedCost
{
    private const int Product = 4;
    private const int Feature = 4;
    private const int Output = 14;
    private const int Class = 12;
    private const int Word = 7;
    private const int Wait = 8;
    private const int Layer = 5;

    /// <summary>Estimates the operations.</summary>
    /// <param name="shape">The network's shape.</param>
    /// <param name="features">Features of a frame.</param>
    /// <param name="classes">Number of classes.</param>
    public static int Operations(NetworkShape shape, int features, int classes)
    {
        var last = shape.Hidden.Count;
        return (features * Feature) + shape.Layers(features, classes)
            .Select((part, i) => OfLayer(part.Layer, part.Inputs) + (part.Layer.Channels * (i == last ? Class : Output)))
            .Sum();
    }

    private static int OfLayer(LayerShape layer, int inputs) =>
        Layer + (PackedMatrix.Groups(layer.Channels) * ((layer.Kernel * inputs * Product) + Word + ((layer.Kernel - 1) * Wait)));
}
