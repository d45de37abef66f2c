namespace Esp32Aed.Learning.Training;

/// <summary>One class of a logistic classifier before it is quantised: logit = bias + weights * features, features in int8 units.</summary>
/// <param name="Weights">C * F weights, oldest frame first.</param>
/// <param name="Bias">The bias.</param>
public sealed record FloatLogistic(float[] Weights, float Bias)
{
    /// <summary>The logits of every frame of a track.</summary>
    public float[] Logits(ExampleTrack track)
    {
        var logits = new float[track.Frames];
        for (var t = 0; t < logits.Length; t++)
        {
            logits[t] = Bias + FixedOrder.Dot(track.Context(t, Weights.Length), Weights);
        }

        return logits;
    }
}

/// <summary>A logistic classifier before it is quantised.</summary>
/// <param name="Classes">One a class.</param>
public sealed record FloatLogistics(IReadOnlyList<FloatLogistic> Classes) : IFloatClassifier
{
    /// <inheritdoc/>
    public float[][] Logits(FeatureTrack track, int[] scales)
    {
        var examples = track.ToExamples(scales, Classes[0].Weights.Length / track.FeatureCount, new float[track.Frames]);
        return [.. Classes.Select(ofClass => ofClass.Logits(examples))];
    }
}
