using Esp32Aed.Detection;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Clips;

/// <summary>The class of a clip: the one of the judge's largest logit; of a model without a judge, the one whose logit, averaged over the clip's frames, is largest.</summary>
public static class ClipScores
{
    /// <summary>The class that a model says, in integers as a board computes them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="clip">The clip's features.</param>
    /// <param name="classes">The first so many of the model's classes are asked.</param>
    public static int ClassOf(Model model, FeatureTrack clip, int classes) => Largest(
        model.Judge is null ? [.. clip.Logits(model)[..classes].Select(ofClass => ofClass.Average())] : [.. JudgedClip.Logits(model, clip)[..classes].Select(logit => (double)logit)]);

    /// <summary>The class that a judge says before it is quantised; parameters as above.</summary>
    public static int ClassOf(FloatJudge judge, Model model, FeatureTrack clip, int classes) => Largest(judge.Logits(model, clip)[..classes]);

    /// <summary>Softmax cross-entropy of a clip's mean logits.</summary>
    /// <param name="logits">[class][frame].</param>
    /// <param name="trueClass">The clip's class.</param>
    public static double Loss(float[][] logits, int trueClass)
    {
        double[] means = [.. logits.Select(ofClass => ofClass.Average(logit => (double)logit))];
        var most = means.Max();
        return most + Math.Log(means.Sum(mean => Math.Exp(mean - most))) - means[trueClass];
    }

    private static int Largest(double[] scores) => Array.IndexOf(scores, scores.Max());
}
