using System.Diagnostics;
using System.Globalization;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Clips;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed evaluate</c> on a data set that has a class for each clip.</summary>
internal static class EvaluateClips
{
    /// <summary>Classifies the clips and prints the figures.</summary>
    public static int Run(Output output, Model model, DataSet set, double gainDb, CancellationToken stop)
    {
        var items = set.Items.Where(item => Array.IndexOf(model.Labels, item.ClipLabel) >= 0).ToArray();
        var others = set.Items.Select(item => item.ClipLabel!).Except(model.Labels, StringComparer.Ordinal).ToArray();
        if (items.Length == 0)
        {
            throw new UserFaultException(
                FaultKind.Dataset,
                $"{set.Path}: no clip is of a class of the model ({string.Join(", ", model.Labels)}); its classes are {string.Join(", ", others)}");
        }

        if (others.Length > 0)
        {
            Output.Warn($"{set.Path}: the model does not know {string.Join(", ", others)}; {set.Items.Count - items.Length} clips are left out");
        }

        var report = new ClipReport(model.Labels);
        var seconds = 0.0;
        var clock = Stopwatch.StartNew();
        output.Progress("evaluating", progress =>
        {
            for (var i = 0; i < items.Length; i++)
            {
                stop.ThrowIfCancellationRequested();
                var clip = ClipTrainingRun.Read(items[i], model.SampleRate, Output.Warn);
                seconds += clip.Seconds;
                report.Add(Array.IndexOf(model.Labels, items[i].ClipLabel), ClipScores.ClassOf(model, FeatureTrack.Compute(model.FrontEnd, Gain.Apply(clip.Samples, gainDb), model.LookAhead), model.Labels.Length));
                progress.Report((i + 1.0) / items.Length);
            }

            return report;
        });

        var realtime = seconds / clock.Elapsed.TotalSeconds;
        output.People.Write(ConfusionTable.Of(report));
        output.Line(string.Create(CultureInfo.InvariantCulture, $"clip accuracy: int8 {report.Accuracy:F3}"));
        output.Line(string.Create(
            CultureInfo.InvariantCulture, $"{report.Clips} clips, {seconds / 60:F1} minutes, {realtime:F0} times faster than real time on one core (reading included)"));
        output.Line(CostSummary.Of(model));
        output.Result(new
        {
            model = model.Checksum.ToString("x8", CultureInfo.InvariantCulture),
            recordings = report.Clips,
            minutes = seconds / 60,
            gain_db = gainDb,
            realtime_factor = realtime,
            clip_accuracy = report.Accuracy,
            clip_confusion = ConfusionTable.Json(report),
        });
        return ExitCodes.Ok;
    }
}
