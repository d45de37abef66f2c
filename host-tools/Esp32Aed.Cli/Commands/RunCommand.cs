using System.CommandLine;
using System.Globalization;
using Esp32Aed.Learning;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;
using Spectre.Console;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed run MODEL FILE...</c>: the events and counts that the sensor would find in recordings.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "Model file, or the folder that holds it; or a .tflite sound classifier." };
        var files = new Argument<string[]>("FILE") { Description = "Recordings.", Arity = ArgumentArity.OneOrMore };
        var labels = new Option<DirectoryInfo?>("--labels") { Description = "Write an Audacity label track for each recording into this folder." };
        var clip = new Option<int?>("--clip") { Description = "Tell the class of each clip of so many seconds, instead of events; for models of clips." };
        var command = new Command("run", "List the events and counts that a model finds in recordings.") { model, files, labels, clip };
        command.SetAction((parsed, stop) => Task.FromResult(
            Run(new Output(parsed), parsed.GetRequiredValue(model), parsed.GetRequiredValue(files), parsed.GetValue(labels), parsed.GetValue(clip), stop)));
        return command;
    }

    private static int Run(Output output, string modelPath, string[] files, DirectoryInfo? labels, int? clipSeconds, CancellationToken stop)
    {
        if (modelPath.EndsWith(RunTflite.Ending, StringComparison.OrdinalIgnoreCase))
        {
            var unused = labels is not null ? "--labels" : "--clip";
            return labels is null && clipSeconds is null
                ? RunTflite.Run(output, modelPath, files, stop)
                : throw new UserFaultException(FaultKind.Settings, $"{unused}: {modelPath} finds classes in pieces of its own length; leave {unused} out");
        }

        var model = ModelFile.Read(modelPath);
        if (clipSeconds is < 1 or > SensorSettings.MostClipSeconds)
        {
            throw new UserFaultException(FaultKind.Settings, $"--clip {clipSeconds}: must be from 1 to {SensorSettings.MostClipSeconds} seconds");
        }

        int? clipFrames = clipSeconds is { } seconds ? SensorCost.ClipFrames(model, seconds, modelPath) : null;
        var validation = clipFrames is not null ? null : RecordingRate.ValidationOf(modelPath, model);
        var results = new List<(string File, double Seconds, IReadOnlyList<FoundEvent> Events)>();
        output.Progress("listening", progress =>
        {
            for (var i = 0; i < files.Length; i++)
            {
                var recording = SoundFile.Read(files[i], model.SampleRate, Output.Warn);
                var file = i;
                var part = new Progress<double>(done => progress.Report((file + done) / files.Length));
                results.Add((files[i], recording.Seconds, clipFrames is { } frames ? Recordings.JudgeClips(model, recording.Samples, frames, stop) : Recordings.Detect(model, recording.Samples, part, stop)));
            }

            progress.Report(1);
            return results;
        });

        var table = new Table().AddColumns("file", "onset s", "offset s", "label", "logit");
        foreach (var (file, _, events) in results)
        {
            foreach (var e in events)
            {
                table.AddRow(
                    Markup.Escape(Path.GetFileName(file)), Seconds(e.Onset), Seconds(e.Offset), Markup.Escape(e.Label), e.PeakLogit.ToString("F1", CultureInfo.InvariantCulture));
            }

            if (labels is not null)
            {
                labels.Create();
                LabelTrack.Write(Path.Combine(labels.FullName, Path.GetFileNameWithoutExtension(file) + ".txt"), events.Select(e => e.ToLabel()));
            }
        }

        output.People.Write(table);
        var rates = results.ConvertAll(r => Array.ConvertAll(model.Labels, label => new RecordingRate(label, r.Events, r.Seconds, validation?.Of(label))));
        var ratesTable = RecordingRate.Table();
        for (var i = 0; i < rates.Count; i++)
        {
            Array.ForEach(rates[i], rate => rate.AddTo(ratesTable, Path.GetFileName(results[i].File)));
        }

        if (clipFrames is null)
        {
            output.People.Write(ratesTable);
        }

        var counts = model.Labels.ToDictionary(label => label, label => results.Sum(r => r.Events.Count(e => e.Label == label)));
        output.Line($"{results.Sum(r => r.Seconds).ToString("F1", CultureInfo.InvariantCulture)} s heard: "
            + string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}")));
        output.Result(new
        {
            model = model.Checksum.ToString("x8", CultureInfo.InvariantCulture),
            seconds = results.Sum(r => r.Seconds),
            counts,
            files = results.Select((r, i) => new
            {
                file = r.File,
                seconds = r.Seconds,
                counts = model.Labels.ToDictionary(label => label, label => r.Events.Count(e => e.Label == label)),
                rates = clipFrames is null ? rates[i].Select(rate => rate.Json()) : null,
                events = r.Events.Select(e => new { onset = e.Onset, offset = e.Offset, label = e.Label, peak_logit = e.PeakLogit }),
            }),
        });
        return ExitCodes.Ok;
    }

    private static string Seconds(double seconds) => seconds.ToString("F2", CultureInfo.InvariantCulture);
}
