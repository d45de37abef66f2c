using Esp32Aed.Detection;

namespace Esp32Aed.Learning.Training;

/// <summary>From float weights to int8: symmetric, one scale a class, rounded to nearest.</summary>
public static class Quantiser
{
    // A step below 2^-18 logits would be too fine for the scale, whose unit is 2^-24 logits.
    private const float LeastLargest = 127f / (1 << 18);

    /// <summary>Quantises a classifier whose features are in int8 units already.</summary>
    public static LogisticWeights Quantise(FloatLogistic classifier)
    {
        var largest = Math.Max(classifier.Weights.Max(Math.Abs), LeastLargest);
        var step = largest / 127.0;
        return new LogisticWeights
        {
            Weights = Array.ConvertAll(classifier.Weights, weight => (sbyte)Math.Round(weight / step)),
            Bias = (int)Math.Round(classifier.Bias / step),
            Scale = Math.Max(1, (int)Math.Round(step * 256 * 65536)),
        };
    }
}
