using Esp32Aed.Detection;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Clips;

/// <summary>A judge of clips before its weights are quantised.</summary>
/// <param name="Weights">Holds its centres and scales.</param>
/// <param name="Classes">Weights of the scaled statistics, in int8 units.</param>
public sealed record FloatJudge(JudgeWeights Weights, IReadOnlyList<FloatLogistic> Classes)
{
    /// <summary>Statistics in int8 units, not rounded but saturated.</summary>
    public static float[] Scaled(JudgeWeights weights, int[] statistics) =>
        [.. statistics.Select((value, i) => Math.Clamp((value - weights.Centres[i]) * (float)weights.Scales[i] / 65536, -127, 127))];

    /// <summary>The logits of a clip, one a class.</summary>
    public double[] Logits(Model model, FeatureTrack track)
    {
        var scaled = Scaled(Weights, JudgedClip.Statistics(model, track));
        return [.. Classes.Select(ofClass => (double)(ofClass.Bias + FixedOrder.Dot(scaled, ofClass.Weights)))];
    }
}
