using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Esp32Aed.Sound;
using Spectre.Console;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed dataset DIR</c>: what is in a data set, and what is wrong with its labels.</summary>
internal static class DatasetCommand
{
    private const int MostProblemsShown = 20;

    public static Command Create()
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "Sounds with Audacity label tracks beside them, an ESC-style CSV, or a folder per class.",
        };
        var tracks = new Option<string?>("--tracks") { Description = "Folder of the label tracks, when they don't lie beside the sounds." };
        var command = new Command("dataset", "Show what is in a data set: recordings, minutes, labels, and label problems.") { folder, tracks };
        command.SetAction(parsed => Run(new Output(parsed), parsed.GetRequiredValue(folder), parsed.GetValue(tracks)));
        return command;
    }

    private static int Run(Output output, string folder, string? tracks)
    {
        var set = output.Progress("reading labels", progress => DataSet.Open(folder, warn: null, progress, keepGoing: true, tracks));
        var summary = DataSetSummary.Of(set);
        Show(output, set, summary);
        output.Result(new
        {
            summary.Recordings,
            Minutes = Math.Round(summary.Minutes, 3),
            Layout = JsonNamingPolicy.SnakeCaseLower.ConvertName(set.Layout.ToString()),
            summary.Groups,
            summary.Folds,
            RecordingsWithoutEvents = summary.WithoutEvents,
            Labels = summary.Labels.Select(label => new
            {
                label.Label,
                label.Events,
                label.Clips,
                label.Recordings,
                Seconds = Math.Round(label.Seconds, 3),
                MedianSeconds = Math.Round(label.MedianSeconds, 4),
            }),
            Problems = set.Problems.Select(problem => new { problem.File, problem.Line, problem.Problem }),
        });
        return set.Problems.Any(problem => problem.IsError) ? (int)FaultKind.Labels : ExitCodes.Ok;
    }

    private static void Show(Output output, DataSet set, DataSetSummary summary)
    {
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{set.Path}: {Describe(set.Layout)}; {summary.Recordings} recordings, {summary.Minutes:0.0} minutes, {summary.Groups} groups to split by"));
        if (summary.Folds > 0)
        {
            output.Line($"{summary.Folds} folds prescribed");
        }

        if (summary.WithoutEvents > 0)
        {
            output.Line($"{summary.WithoutEvents} recordings without events");
        }

        var table = new Table().AddColumn("label");
        foreach (var heading in (string[])["events", "clips", "recordings", "seconds", "median s"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var label in summary.Labels)
        {
            table.AddRow(
                Markup.Escape(label.Label),
                Number(label.Events, "0"),
                Number(label.Clips, "0"),
                Number(label.Recordings, "0"),
                Number(label.Seconds, "0.0"),
                Number(label.MedianSeconds, "0.000"));
        }

        output.People.Write(table);
        ShowProblems(output, set.Problems);
    }

    private static void ShowProblems(Output output, IReadOnlyList<LabelProblem> problems)
    {
        if (problems.Count == 0)
        {
            output.Line("no label problems");
            return;
        }

        output.Line($"{problems.Count} problems:");
        foreach (var problem in problems.Take(MostProblemsShown))
        {
            output.Line($"  {problem}");
        }

        if (problems.Count > MostProblemsShown)
        {
            output.Line($"  and {problems.Count - MostProblemsShown} more (all with {Output.JsonOption.Name})");
        }
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Describe(DataSetLayout layout) => layout switch
    {
        DataSetLayout.LabelTracks => "label tracks beside the sounds",
        DataSetLayout.ClipList => "a CSV with a class for each sound",
        _ => "a folder for each class",
    };
}
