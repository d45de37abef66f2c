using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Networks;

/// <summary>
/// A network of dense causal convolutions with ReLU between them, in float: what is trained and then quantised to a
/// <see cref="Detection.ConvNetwork"/>. Its inputs are features in units of <see cref="Unit"/> int8 steps.
/// </summary>
public sealed class FloatNetwork : IFloatClassifier
{
    /// <summary>int8 units that make an input of 1.</summary>
    public const float Unit = 32;

    /// <summary>Makes a network with weights drawn as He et al. 2015 do for ReLU (uniform, variance 2 / inputs of a sum) and biases of 0.</summary>
    public FloatNetwork(NetworkShape shape, int features, int classes, Random random)
    {
        (Shape, Classes) = (shape, classes);
        Layers = [.. shape.Layers(features, classes).Select(part => new FloatLayer(part.Layer, part.Inputs))];
        foreach (var layer in Layers)
        {
            var range = Math.Sqrt(6.0 / (layer.Shape.Kernel * layer.Inputs));
            for (var i = 0; i < layer.Weights.Length; i++)
            {
                layer.Weights[i] = i % layer.OutputStride < layer.Shape.Channels ? (float)(((2 * random.NextDouble()) - 1) * range) : 0;
            }
        }
    }

    /// <summary>Its shape.</summary>
    public NetworkShape Shape { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>The layers.</summary>
    internal FloatLayer[] Layers { get; }

    /// <summary>All weights and biases, layer by layer.</summary>
    internal IReadOnlyList<float[]> Parameters => [.. Layers.SelectMany(layer => new[] { layer.Weights, layer.Biases })];

    /// <inheritdoc/>
    public float[][] Logits(FeatureTrack track, int[] scales)
    {
        var frames = track.Frames;
        var pass = new NetworkPass(this, frames);
        var lead = (Shape.Context - 1) * Layers[0].InputStride;
        track.CopyScaled(scales, 1 / Unit, pass.Inputs.AsSpan(lead), Layers[0].InputStride);
        pass.Forward(frames);
        return [.. Enumerable.Range(0, Classes).Select(c => Enumerable.Range(0, frames).Select(t => pass.Logits[(t * Layers[^1].OutputStride) + c]).ToArray())];
    }
}
