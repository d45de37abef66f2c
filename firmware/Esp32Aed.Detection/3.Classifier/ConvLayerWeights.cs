namespace Esp32Aed.Detection;

/// <summary>One layer of a <see cref="ConvNetwork"/>: a dense convolution over time that looks at the newest frame and the past only.</summary>
public sealed class ConvLayerWeights
{
    /// <summary>Largest value of an activation; the smallest is 0.</summary>
    public const int LargestActivation = 127;

    /// <summary>Taps in time, K.</summary>
    public int Kernel { get; set; }

    /// <summary>Frames from one tap to the next.</summary>
    public int Dilation { get; set; }

    /// <summary>Values a frame that come in.</summary>
    public int Inputs { get; set; }

    /// <summary>Values a frame that go out.</summary>
    public int Outputs { get; set; }

    /// <summary>int8 weights, [output][tap, oldest first][input].</summary>
    public sbyte[] Weights { get; set; }

    /// <summary>Added to each output's sum of weight * input, in its units; in hidden layers it holds half a unit of the output for rounding.</summary>
    public int[] Biases { get; set; }

    /// <summary>
    /// Hidden layers: an output is its sum / 2^shift, rounded down, at least 0 and at most <see cref="LargestActivation"/>. The weights' scale, one an output,
    /// is chosen so that one shift fits all outputs.
    /// </summary>
    public int Shift { get; set; }

    /// <summary>Frames the layer looks back at.</summary>
    public int Reach => (Kernel - 1) * Dilation;
}
