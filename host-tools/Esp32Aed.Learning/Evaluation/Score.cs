namespace Esp32Aed.Learning.Evaluation;

/// <summary>
/// Counts of events (or of segments) and the ratios made of them. Counts of several recordings or classes are added first and
/// divided last. sed_eval: <c>Ntp</c>, <c>Nref</c>, <c>Nsys</c> and <c>metric.py</c>.
/// </summary>
public readonly record struct Score(int TruePositives, int Reference, int Estimated)
{
    /// <summary>True positives / estimated; NaN when nothing was estimated. sed_eval: <c>metric.precision</c>.</summary>
    public double Precision => Estimated == 0 ? double.NaN : (double)TruePositives / Estimated;

    /// <summary>True positives / reference; NaN when the reference is empty. sed_eval: <c>metric.recall</c>.</summary>
    public double Recall => Reference == 0 ? double.NaN : (double)TruePositives / Reference;

    /// <summary>
    /// Harmonic mean of precision and recall: 0 when both are 0, NaN when either is NaN (so also when nothing was found of a
    /// reference that is not empty). sed_eval: <c>metric.f_measure</c> with beta = 1.
    /// </summary>
    public double F1 => Precision == 0 && Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Adds counts.</summary>
    public static Score operator +(Score a, Score b) => Add(a, b);

    /// <summary>Adds counts.</summary>
    public static Score Add(Score a, Score b) =>
        new(a.TruePositives + b.TruePositives, a.Reference + b.Reference, a.Estimated + b.Estimated);
}
