namespace Esp32Aed.Detection;

/// <summary>A network of convolutions over time, the last of which gives the logits.</summary>
public sealed class ConvNetwork
{
    /// <summary>The layers; one or more. Each takes what the one before gives, the first the features.</summary>
    public ConvLayerWeights[] Layers { get; set; }

    /// <summary>Q8 logit per unit of the last layer's sums, Q16; one a class.</summary>
    public int[] Scales { get; set; }

    /// <summary>Frames that a logit depends on.</summary>
    public int Context
    {
        get
        {
            var frames = 1;
            for (var i = 0; i < Layers.Length; i++)
            {
                frames += Layers[i].Reach;
            }

            return frames;
        }
    }
}
