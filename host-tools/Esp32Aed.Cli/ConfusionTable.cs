using System.Globalization;
using Esp32Aed.Learning.Clips;
using Spectre.Console;

namespace Esp32Aed.Cli;

/// <summary>What clips were taken for, for people and for machines.</summary>
internal static class ConfusionTable
{
    /// <summary>The confusion matrix: a row for each true class, a column for each that clips were taken for.</summary>
    public static Table Of(ClipReport report)
    {
        var table = new Table().AddColumn("is / said");
        foreach (var label in report.Labels)
        {
            table.AddColumn(Markup.Escape(label));
        }

        table.AddColumn("recall");
        for (var c = 0; c < report.Labels.Count; c++)
        {
            table.AddRow(
            [
                Markup.Escape(report.Labels[c]),
                .. report.Confusion[c].Select(clips => clips.ToString(CultureInfo.InvariantCulture)),
                ClassTable.Figure(report.Recall(c), "F2"),
            ]);
        }

        return table;
    }

    /// <summary>What <c>clip_confusion</c> holds.</summary>
    public static object Json(ClipReport report) => new
    {
        labels = report.Labels,
        clips = report.Confusion,
        recall = report.Labels.Select((_, c) => report.Recall(c)),
    };
}
