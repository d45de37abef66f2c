using System.Globalization;
using Esp32Aed.Learning.Evaluation;
using Spectre.Console;

namespace Esp32Aed.Cli;

/// <summary>An evaluation's classes, for people and for machines.</summary>
internal static class ClassTable
{
    /// <summary>The table that people read.</summary>
    public static Table Of(EvaluationReport report)
    {
        var table = new Table().AddColumns(
            "label", "F1 200 ms", "F1 100 ms", "precision", "recall", "segment F1", "true", "found", "count error/file", "false/min", "per minute (95 %)");
        foreach (var c in report.Classes)
        {
            table.AddRow(
                Markup.Escape(c.Label),
                Figure(c.EventF1At200Ms, "F3"),
                Figure(c.EventF1At100Ms, "F3"),
                Figure(c.Precision, "F3"),
                Figure(c.Recall, "F3"),
                Figure(c.SegmentF1, "F3"),
                c.TrueCount.ToString(CultureInfo.InvariantCulture),
                c.FoundCount.ToString(CultureInfo.InvariantCulture),
                Figure(c.CountMaePerFile, "F2"),
                Figure(c.FalsePositivesPerMinute, "F2"),
                $"{Figure(c.RatePerMinute, "F1")} ({Figure(c.RateLow, "F1")} to {Figure(c.RateHigh, "F1")})");
        }

        return table;
    }

    /// <summary>The objects that <c>--json</c> prints.</summary>
    public static object[] Json(EvaluationReport report) =>
    [
        .. report.Classes.Select(c => new
        {
            label = c.Label,
            event_f1_200ms = c.EventF1At200Ms,
            event_f1_100ms = c.EventF1At100Ms,
            precision = c.Precision,
            recall = c.Recall,
            segment_f1_1s = c.SegmentF1,
            true_count = c.TrueCount,
            found_count = c.FoundCount,
            count_mae_per_file = c.CountMaePerFile,
            false_positives_per_minute = c.FalsePositivesPerMinute,
            rate_per_minute = c.RatePerMinute,
            rate_low = c.RateLow,
            rate_high = c.RateHigh,
        }),
    ];

    /// <summary>A figure, or a dash where there is none.</summary>
    public static string Figure(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "-";
}
