using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed evaluate MODEL DIR</c>: what the integer chain finds in labelled recordings, against what is there.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "Model file, or the folder that holds it." };
        var dir = new Argument<string>("DIR") { Description = "Data set with labelled events, or with a class for each clip." };
        var gain = new Option<double>("--gain-db") { Description = "Play the recordings this much louder (clipped) or quieter (rounded)." };
        var tracks = new Option<string?>("--tracks") { Description = "Folder of the label tracks, when they don't lie beside the sounds." };
        var command = new Command("evaluate", "Compare what a model finds with the labels: events, segments, counts and rates, or the classes of clips.") { model, dir, tracks, gain };
        command.SetAction((parsed, stop) => Task.FromResult(
            Evaluate(new Output(parsed), parsed.GetRequiredValue(model), parsed.GetRequiredValue(dir), parsed.GetValue(tracks), parsed.GetValue(gain), stop)));
        return command;
    }

    private static int Evaluate(Output output, string modelPath, string dir, string? tracks, double gainDb, CancellationToken stop)
    {
        var model = ModelFile.Read(modelPath);
        var set = DataSet.Open(dir, Output.Warn, tracks: tracks);
        if (set.Layout != DataSetLayout.LabelTracks)
        {
            return EvaluateClips.Run(output, model, set, gainDb, stop);
        }

        foreach (var missing in model.Labels.Except(LabelledRecordings.LabelsOf(set), StringComparer.Ordinal))
        {
            Output.Warn($"{dir}: no event is labelled '{missing}', which the model finds; all it finds counts as false");
        }

        var report = new EvaluationReport(model.Labels);
        var clock = Stopwatch.StartNew();
        output.Progress("evaluating", progress =>
        {
            for (var i = 0; i < set.Items.Count; i++)
            {
                stop.ThrowIfCancellationRequested();
                var recording = LabelledRecordings.Read(set.Items[i], model.SampleRate, Output.Warn);
                var found = Recordings.Detect(model, Gain.Apply(recording.Samples, gainDb), progress: null, stop);
                report.Add(recording.Events, [.. found.Select(e => e.ToLabel())], recording.Seconds);
                progress.Report((i + 1.0) / set.Items.Count);
            }

            return report;
        });

        var realtime = report.Minutes * 60 / clock.Elapsed.TotalSeconds;
        output.People.Write(ClassTable.Of(report));
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Recordings} recordings, {report.Minutes:F1} minutes, {realtime:F0} times faster than real time on one core (reading included)"));
        output.Line(CostSummary.Of(model));
        output.Result(new
        {
            model = model.Checksum.ToString("x8", CultureInfo.InvariantCulture),
            recordings = report.Recordings,
            minutes = report.Minutes,
            gain_db = gainDb,
            realtime_factor = realtime,
            classes = ClassTable.Json(report),
        });
        return ExitCodes.Ok;
    }
}
