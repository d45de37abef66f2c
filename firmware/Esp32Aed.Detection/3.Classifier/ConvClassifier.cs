namespace Esp32Aed.Detection;

/// <summary>A network of convolutions over time, a frame at a time. Activations are 0 to 127, sums have 21 bits, all is in integers.</summary>
public sealed class ConvClassifier : Classifier
{
    private readonly ConvLayer[] layers;
    private readonly int[] scales;
    private readonly int[] logits;

    /// <summary>Makes the classifier.</summary>
    public ConvClassifier(ConvNetwork network)
    {
        scales = network.Scales;
        logits = new int[scales.Length];
        layers = new ConvLayer[network.Layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = new ConvLayer(network.Layers[i]);
        }
    }

    /// <inheritdoc/>
    public override int[] Logits => logits;

    /// <inheritdoc/>
    public override long[] Input => layers[0].Input;

    /// <inheritdoc/>
    public override void Classify()
    {
        var last = layers.Length - 1;
        for (var i = 0; i < last; i++)
        {
            layers[i].Activate(layers[i + 1].Input);
        }

        layers[last].Answer(scales, logits);
    }
}
