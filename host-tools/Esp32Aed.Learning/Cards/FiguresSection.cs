using System.Text;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Cards;

/// <summary>The card's section about what cross-validation measured.</summary>
internal static class FiguresSection
{
    /// <summary>Adds it.</summary>
    public static void Write(StringBuilder card, CrossValidationResult? validation, int folds, int seed)
    {
        if (validation is null)
        {
            card.Line($"## Figures");
            card.Line($"");
            card.Line($"None: the model was trained without cross-validation.");
            card.Line($"");
            return;
        }

        card.Line($"## Figures on recordings the model has not heard");
        card.Line($"");
        card.Line($"{folds}-fold cross-validation, split by recording (seed {seed}); thresholds, too, were chosen on the training folds. Onset collar 200 ms and 100 ms, one-to-one matching. The shipped model was then trained on all recordings.");
        card.Line($"");
        card.Line($"| chain | label | F1 200 ms | F1 100 ms | precision | recall | segment F1 | true | found | count error/file | false/min |");
        card.Line($"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        Rows(card, "int8", validation.Int8);
        Rows(card, "float", validation.Float);
        foreach (var (gain, report) in validation.AtGain)
        {
            Rows(card, FormattableString.Invariant($"int8, played at {gain:+0;-0} dB{(gain > 0 ? " (clipped)" : "")}"), report);
        }

        card.Line($"");
    }

    private static void Rows(StringBuilder card, string chain, EvaluationReport report)
    {
        foreach (var c in report.Classes)
        {
            card.Line($"| {chain} | {CardText.Escape(c.Label)} | {c.EventF1At200Ms:F3} | {c.EventF1At100Ms:F3} | {c.Precision:F3} | {c.Recall:F3} | {c.SegmentF1:F3} | {c.TrueCount} | {c.FoundCount} | {c.CountMaePerFile:F2} | {c.FalsePositivesPerMinute:F2} |");
        }
    }
}
