using System.Text;
using Esp32Aed.Learning.Evaluation;

namespace Esp32Aed.Learning.Cards;

/// <summary>The card's section about test soundscapes whose events have a known origin.</summary>
internal static class SourceTestSection
{
    /// <summary>Adds it, one part a class; nothing when there was no such test.</summary>
    public static void Write(StringBuilder card, IReadOnlyList<SourceTestReport> reports)
    {
        foreach (var report in reports)
        {
            card.Line($"## Test soundscapes: {CardText.Escape(report.Label)}");
            card.Line($"");
            card.Line($"The models of the folds on soundscapes that none was trained on; each event is judged by models that never heard its origin. Backgrounds and other sounds may be among those they know. F1 at 200 ms, false alarms averaged over the models.");
            card.Line($"");
            card.Line($"| SNR, dB | events | found | false alarms | F1 |");
            card.Line($"| --- | --- | --- | --- | --- |");
            foreach (var row in report.Rows)
            {
                card.Line($"| {row.SnrDb:0.#} | {row.Events} | {row.Found:F0} | {row.FalseAlarms:F1} | {row.F1:F3} |");
            }

            card.Line($"");
            card.Line($"Mean F1 {report.MeanF1:F3}; {report.FalsePositivesPerMinute:F2} false positives per minute on the {report.MinutesWithout:F1} minutes without the event.");
            card.Line($"");
        }
    }
}
