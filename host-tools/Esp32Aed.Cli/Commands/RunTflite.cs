using System.Globalization;
using Esp32Aed.Sound;
using Esp32Aed.Tflite;
using Spectre.Console;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed run MODEL.tflite FILE...</c>: what somebody else's sound classifier says of recordings.</summary>
internal static class RunTflite
{
    /// <summary>How the name of such a model ends.</summary>
    public const string Ending = ".tflite";

    private const int ClassesToShow = 5;

    /// <summary>Runs the model over each recording, in windows that overlap by half, and shows the classes with the largest mean score.</summary>
    /// <exception cref="UserFaultException">The model or a recording can't be read, or the model takes no samples.</exception>
    public static int Run(Output output, string modelPath, string[] files, CancellationToken stop)
    {
        var model = TfliteModel.Load(modelPath);
        if (model.InputLength < SoundWindows.SampleRate / 10)
        {
            throw new UserFaultException(FaultKind.Model, $"{modelPath}: takes {model.InputLength} numbers, so no sound; take a model that hears samples at {SoundWindows.SampleRate} Hz");
        }

        var labels = TfliteLabels.Read(modelPath);
        var found = new List<(string File, double Seconds, IReadOnlyList<ClassScore> Classes)>();
        output.Progress("listening", progress =>
        {
            for (var i = 0; i < files.Length; i++)
            {
                var recording = SoundFile.Read(files[i], SoundWindows.SampleRate, Output.Warn);
                found.Add((files[i], recording.Seconds, ScoresOf(model, labels, recording.Samples, stop)));
                progress.Report((i + 1.0) / files.Length);
            }

            return found;
        });

        var table = new Table().AddColumns("file", "class", "mean score", "largest", "at s");
        foreach (var (file, _, classes) in found)
        {
            foreach (var c in classes.Take(ClassesToShow))
            {
                table.AddRow(Markup.Escape(Path.GetFileName(file)), Markup.Escape(c.Label), Score(c.Mean), Score(c.Largest), c.LargestAt.ToString("F2", CultureInfo.InvariantCulture));
            }
        }

        output.People.Write(table);
        output.Result(new
        {
            model = modelPath,
            files = found.Select(f => new
            {
                file = f.File,
                seconds = f.Seconds,
                classes = f.Classes.Take(ClassesToShow).Select(c => new { label = c.Label, mean_score = c.Mean, largest_score = c.Largest, largest_at = c.LargestAt }),
            }),
        });
        return ExitCodes.Ok;
    }

    private static List<ClassScore> ScoresOf(TfliteModel model, string[] labels, short[] samples, CancellationToken stop)
    {
        var scores = new List<float[]>();
        foreach (var window in SoundWindows.Of(samples, model.InputLength))
        {
            stop.ThrowIfCancellationRequested();
            scores.Add(model.Run(window));
        }

        return [.. Enumerable.Range(0, scores[0].Length).Select(c => Of(c)).OrderByDescending(c => c.Mean)];

        ClassScore Of(int c)
        {
            var best = Enumerable.Range(0, scores.Count).MaxBy(w => scores[w][c]);
            return new ClassScore(c < labels.Length ? labels[c] : $"class {c}", scores.Average(s => s[c]), scores[best][c], (double)best * SoundWindows.Hop(model.InputLength) / SoundWindows.SampleRate);
        }
    }

    private static string Score(double score) => score.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>What the model says of a class.</summary>
    /// <param name="Label">The class.</param>
    /// <param name="Mean">Mean score of all windows.</param>
    /// <param name="Largest">Largest score of a window.</param>
    /// <param name="LargestAt">Where that window begins, seconds.</param>
    private sealed record ClassScore(string Label, double Mean, double Largest, double LargestAt);
}
