using Esp32Aed.Detection;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Clips;

/// <summary>The class of a clip: the one whose logit, averaged over the clip's frames, is largest.</summary>
public static class ClipScores
{
    /// <summary>The class that a model's integer logits say.</summary>
    /// <param name="logits">[class][frame].</param>
    public static int ClassOf(int[][] logits) => Largest([.. logits.Select(ofClass => ofClass.Average())]);

    /// <summary>The class that float logits say.</summary>
    /// <param name="logits">[class][frame].</param>
    public static int ClassOf(float[][] logits) => Largest([.. logits.Select(ofClass => ofClass.Average(logit => (double)logit))]);

    /// <summary>Softmax cross-entropy of a clip's mean logits.</summary>
    /// <param name="logits">[class][frame].</param>
    /// <param name="trueClass">The clip's class.</param>
    public static double Loss(float[][] logits, int trueClass)
    {
        double[] means = [.. logits.Select(ofClass => ofClass.Average(logit => (double)logit))];
        var most = means.Max();
        return most + Math.Log(means.Sum(mean => Math.Exp(mean - most))) - means[trueClass];
    }

    /// <summary>A clip's integer logits, as a board computes them: [class][frame].</summary>
    public static int[][] Logits(Model model, ReadOnlySpan<short> samples) => FeatureTrack.Compute(model.FrontEnd, samples, model.LookAhead).Logits(model);

    private static int Largest(double[] scores) => Array.IndexOf(scores, scores.Max());
}
