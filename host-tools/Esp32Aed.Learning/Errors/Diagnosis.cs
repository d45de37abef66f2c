using System.Globalization;

namespace Esp32Aed.Learning.Errors;

/// <summary>What keeps a model from being better.</summary>
public enum Limit
{
    /// <summary>Neither: it fits what it learned from, and does as well on other recordings.</summary>
    None,

    /// <summary>It does not even fit what it learned from.</summary>
    Bias,

    /// <summary>It fits what it learned from, and does clearly worse on other recordings.</summary>
    Variance,

    /// <summary>Both.</summary>
    BiasAndVariance,
}

/// <summary>What a learning curve over the number of recordings says.</summary>
/// <param name="Limit">What limits the model.</param>
/// <param name="Gain">Validation F1 with all recordings less that with half of them; not a number when there is no such point.</param>
/// <param name="Sentence">The same in one sentence with its figures and advice.</param>
public sealed record Diagnosis(Limit Limit, double Gain, string Sentence)
{
    /// <summary>Training F1 below which a model is said not to fit what it learned from.</summary>
    public const double GoodFit = 0.95;

    /// <summary>Distance between training and validation F1 from which it is called variance. A few hundred events are needed to tell less apart.</summary>
    public const double LargeGap = 0.05;

    /// <summary>Gain from half to all recordings from which the curve is said to rise still.</summary>
    public const double StillRising = 0.01;

    /// <summary>Diagnoses a curve.</summary>
    public static Diagnosis Of(IReadOnlyList<CurvePoint> curve)
    {
        var all = curve[^1];
        var half = curve.Count > 1 ? curve[^2] : null;
        var gain = half is null ? double.NaN : all.ValidationF1 - half.ValidationF1;
        var rising = gain >= StillRising;
        var limit = (all.TrainingF1 < GoodFit, all.TrainingF1 - all.ValidationF1 >= LargeGap) switch
        {
            (true, true) => Limit.BiasAndVariance,
            (true, false) => Limit.Bias,
            (false, true) => Limit.Variance,
            _ => Limit.None,
        };
        var more = rising ? "more recordings help, and augmentation may" : "the last recordings added little: recordings of other places and speakers, augmentation or a smaller network may help";
        var advice = limit switch
        {
            Limit.Bias => $"bias: it does not fit even what it learned from; look for wrong labels, then try a larger network or other features{(rising ? ", and more recordings still help" : string.Empty)}",
            Limit.Variance => $"variance: it knows its recordings better than the sound; {more}",
            Limit.BiasAndVariance => $"bias and variance: look for wrong labels and try a larger network or other features; {more}",
            _ => rising ? "neither bias nor variance stands out, and more recordings still help" : "neither bias nor variance stands out; what is left is mostly single hard cases",
        };
        var trend = half is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", {gain:+0.000;-0.000} from {half.Recordings:F0} to {all.Recordings:F0} recordings");
        return new Diagnosis(limit, gain, string.Create(
            CultureInfo.InvariantCulture,
            $"training F1 {all.TrainingF1:F3}, validation {all.ValidationF1:F3}{trend}: {advice}"));
    }
}
