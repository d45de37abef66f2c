using System.Globalization;
using Esp32Aed.Learning.Evaluation;
using Spectre.Console;

namespace Esp32Aed.Cli;

/// <summary>An evaluation's classes, for people and for machines.</summary>
internal static class ClassTable
{
    private static readonly (string Figure, Func<ClassReport, string> Text)[] Figures =
    [
        ("event F1, 200 ms", c => Figure(c.EventF1At200Ms, "F3")),
        ("event F1, 100 ms", c => Figure(c.EventF1At100Ms, "F3")),
        ("precision", c => Figure(c.Precision, "F3")),
        ("recall", c => Figure(c.Recall, "F3")),
        ("segment F1, 1 s", c => Figure(c.SegmentF1, "F3")),
        ("true count", c => c.TrueCount.ToString(CultureInfo.InvariantCulture)),
        ("found count", c => c.FoundCount.ToString(CultureInfo.InvariantCulture)),
        ("count error per file", c => Figure(c.CountMaePerFile, "F2")),
        ("false positives per minute", c => Figure(c.FalsePositivesPerMinute, "F2")),
        ("rate per minute (95 %)", c => RateText.Of(c.Rate)),
        ("recordings with events, rate within 10 %", c => Figure(100 * c.RateWithin10Percent, "F0", " %")),
        ("... beat within 10 %, where there is one", c => c.BeatRecordings == 0 ? "-" : $"{Figure(100 * c.BeatWithin10Percent, "F0", " %")} of {c.BeatRecordings}"),
    ];

    /// <summary>The table that people read: a row for each figure, a column for each class.</summary>
    public static Table Of(EvaluationReport report)
    {
        var table = new Table().AddColumn(string.Empty);
        foreach (var c in report.Classes)
        {
            table.AddColumn(Markup.Escape(c.Label));
        }

        foreach (var (figure, text) in Figures)
        {
            table.AddRow([figure, .. report.Classes.Select(text)]);
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
            rate_per_minute = c.Rate.PerMinute,
            rate_low = c.Rate.Low,
            rate_high = c.Rate.High,
            rate_within_10_percent = c.RateWithin10Percent,
            beat_recordings = c.BeatRecordings,
            beat_rate_within_10_percent = c.BeatWithin10Percent,
        }),
    ];

    /// <summary>A figure, or a dash where there is none.</summary>
    public static string Figure(double value, string format, string unit = "") =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) + unit : "-";
}
