using System.Text;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Cards;

/// <summary>The card's section about the operating curve and the point that was chosen on it.</summary>
internal static class OperatingSection
{
    /// <summary>Adds it.</summary>
    public static void Write(StringBuilder card, IReadOnlyList<OperatingCurve> curves, OperatingGoal goal)
    {
        card.Line($"## Operating curve");
        card.Line($"");
        if (curves.Count == 0)
        {
            card.Line($"None: it takes a cross-validation (`--folds 4`). The thresholds were chosen for {Name(goal)}.");
            card.Line($"");
            return;
        }

        card.Line($"![Recall against false alarms an hour, with the chosen thresholds]({CardPictures.OperatingCurve})");
        card.Line($"");
        card.Line($"What each on threshold gives on the recordings above, each scored by the int8 model that had not heard it; the off threshold moves along, the decoders' other settings are those below. False alarms are counted on recordings without events of the class. Chosen: {Name(goal)}. The choice was made on these very figures, so they flatter it a little; the table above, whose thresholds were chosen on other recordings, does not.");
        card.Line($"");
        foreach (var curve in curves)
        {
            if (!curve.HasNegatives)
            {
                card.Line($"Every recording has events of {CardText.Escape(curve.Label)}, so its false alarms are counted on all of them.");
                card.Line($"");
            }

            if (curve.Chosen.FalseAlarmsPerHour > goal.FalseAlarmsPerHour)
            {
                card.Line($"No settings keep {CardText.Escape(curve.Label)} to {goal.FalseAlarmsPerHour:0.##} false alarms an hour; those with the fewest were taken.");
                card.Line($"");
            }
        }

        card.Line($"| label | on (logit) | recall | false alarms/hour | F1, mean of 200 and 100 ms | count bias | |");
        card.Line($"| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var curve in curves)
        {
            foreach (var point in curve.Rows())
            {
                card.Line($"| {CardText.Escape(curve.Label)} | {point.On:F2} | {point.Recall:F3} | {point.FalseAlarmsPerHour:F1} | {point.MeanF1:F3} | {100 * point.Bias:+0.0;-0.0;0.0} % | {(point == curve.Chosen ? "chosen" : string.Empty)} |");
            }
        }

        card.Line($"");
    }

    private static string Name(OperatingGoal goal)
    {
        var limit = double.IsNaN(goal.FalseAlarmsPerHour)
            ? string.Empty
            : FormattableString.Invariant($" with no more than {goal.FalseAlarmsPerHour:0.##} false alarms an hour (`--false-alarms-per-hour`)");
        return goal.ByCount ? $"the least count bias, (found - true) / true, and then the largest F1{limit}" : $"the largest F1{limit}";
    }
}
