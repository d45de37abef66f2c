using System.CommandLine;
using System.Globalization;
using System.Text;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Errors;
using Esp32Aed.Learning.Errors.Page;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Spectre.Console;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed errors MODEL DIR</c>: the worst misses and false alarms as a page to look at and listen to, and what limits the model.</summary>
internal static class ErrorsCommand
{
    private const int MostClips = 500;
    private const int LinesForPeople = 5;

    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "Model file, or the folder that holds it." };
    private static readonly Argument<string> Dir = new("DIR") { Description = "Data set with labelled events." };
    private static readonly Option<string> Out = new("--out") { Description = "The page.", DefaultValueFactory = _ => "errors.html" };
    private static readonly Option<string[]> Labels = new("--label") { Description = "Only errors of this class; may be given more than once." };
    private static readonly Option<int> Most = new("--most") { Description = "Most misses, and most false alarms, on the page.", DefaultValueFactory = _ => 20 };
    private static readonly Option<bool> Curve = new("--learning-curve") { Description = "Train such models on 1/8, 1/4, 1/2 and all of DIR: bias or variance?" };
    private static readonly Option<string[]> Negatives = new("--negatives") { Description = "Folder of sounds with nothing to count, for the learning curve; may be given more than once." };
    private static readonly Option<int> FoldCount = new("--folds") { Description = "Folds of the learning curve.", DefaultValueFactory = _ => 4 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Shuffles the recordings of the learning curve.", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("errors", "Show a model's worst misses and false alarms on a page: spectrogram, player, score over time.")
        {
            ModelPath, Dir, Out, Labels, Most, Curve, Negatives, FoldCount, Seed,
        };
        command.SetAction((parsed, stop) => Task.FromResult(Show(parsed, stop)));
        return command;
    }

    private static int Show(ParseResult parsed, CancellationToken stop)
    {
        var output = new Output(parsed);
        var dir = parsed.GetRequiredValue(Dir);
        var (most, folds) = (parsed.GetValue(Most), parsed.GetValue(FoldCount));
        Check(most, folds);
        var path = parsed.GetRequiredValue(Out);
        var model = ModelFile.Read(parsed.GetRequiredValue(ModelPath));
        var labels = LabelsOf(model, parsed.GetValue(Labels) ?? []);
        var set = LabelledRecordings.Open(dir, Output.Warn);
        foreach (var missing in labels.Except(LabelledRecordings.LabelsOf(set), StringComparer.Ordinal))
        {
            Output.Warn($"{dir}: no event is labelled '{missing}', which the model finds; all it finds counts as false");
        }

        string[] negatives = [.. (parsed.GetValue(Negatives) ?? []).SelectMany(SoundFolder.List)];
        var errors = new ErrorSearch(model, labels, most);
        output.Progress("listening", progress => Listen(errors, model, set, progress, stop));
        var learning = parsed.GetValue(Curve)
            ? output.Progress("learning curve", progress => CurveRun.Run(set, model, negatives, folds, parsed.GetValue(Seed), Output.Warn, progress, stop))
            : null;

        ShowPeople(output, errors, learning);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(dir)));
        var checksum = model.Checksum.ToString("x8", CultureInfo.InvariantCulture);
        var page = ErrorPage.Write(new ErrorReport(name, checksum, errors, learning));
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
        output.Line($"wrote {path}");
        output.Result(Json(path, checksum, errors, learning));
        return ExitCodes.Ok;
    }

    private static void Check(int most, int folds)
    {
        if (most is < 1 or > MostClips)
        {
            throw new UserFaultException(FaultKind.Settings, $"--most {most}: must be 1 to {MostClips}");
        }

        if (folds is < 2 or > 20)
        {
            throw new UserFaultException(FaultKind.Settings, $"--folds {folds}: must be 2 to 20");
        }
    }

    private static string[] LabelsOf(Model model, string[] wanted)
    {
        var unknown = wanted.Except(model.Labels, StringComparer.Ordinal).FirstOrDefault();
        return unknown is null
            ? [.. model.Labels.Where(label => wanted.Length == 0 || wanted.Contains(label, StringComparer.Ordinal))]
            : throw new UserFaultException(FaultKind.Settings, $"--label {unknown}: the model does not find that; it finds {string.Join(", ", model.Labels)}");
    }

    private static ErrorSearch Listen(ErrorSearch errors, Model model, DataSet set, IProgress<double> progress, CancellationToken stop)
    {
        for (var i = 0; i < set.Items.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            var recording = LabelledRecordings.Read(set.Items[i], model.SampleRate, Output.Warn);
            errors.Add(recording with { Name = Path.GetRelativePath(set.Path, recording.Name).Replace('\\', '/') }, stop);
            progress.Report((i + 1.0) / set.Items.Count);
        }

        return errors;
    }

    private static void ShowPeople(Output output, ErrorSearch errors, LearningDiagnosis? learning)
    {
        var table = new Table().AddColumns("class", "labelled", "found", "F1", "missed", "above the threshold", "false alarms", "near an event");
        foreach (var c in errors.Classes)
        {
            table.AddRow(
                [Markup.Escape(c.Label), Count(c.Score.Reference), Count(c.Score.Estimated), ClassTable.Figure(c.Score.F1, "F3"), Count(c.Misses), Count(c.MissesAboveThreshold), Count(c.FalseAlarms), Count(c.FalseAlarmsNearEvents)]);
        }

        output.People.Write(table);
        List("worst misses", errors.Misses);
        List("worst false alarms", errors.FalseAlarms);
        if (learning is null)
        {
            return;
        }

        foreach (var point in learning.Points)
        {
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{point.Recordings,6:F0} training recordings: F1 {point.TrainingF1:F3} on them, {point.ValidationF1:F3} on held-out ones"));
        }

        output.Line(learning.Diagnosis.Sentence);

        void List(string heading, IReadOnlyList<ErrorClip> clips)
        {
            if (clips.Count > 0)
            {
                output.Line($"{heading}:");
            }

            foreach (var error in clips.Take(LinesForPeople).Select(clip => clip.Error))
            {
                output.Line(string.Create(CultureInfo.InvariantCulture, $"  {error.Label} at {error.Onset:F2} s of {error.Recording}: {ErrorText.Why(error)}"));
            }
        }
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static object Json(string path, string checksum, ErrorSearch errors, LearningDiagnosis? learning) => new
    {
        page = path,
        model = checksum,
        recordings = errors.Recordings,
        classes = errors.Classes.Select(c => new
        {
            label = c.Label,
            true_count = c.Score.Reference,
            found_count = c.Score.Estimated,
            event_f1_200ms = c.Score.F1,
            misses = c.Misses,
            misses_above_threshold = c.MissesAboveThreshold,
            false_alarms = c.FalseAlarms,
            false_alarms_near_events = c.FalseAlarmsNearEvents,
        }),
        misses = errors.Misses.Select(clip => Json(clip.Error)),
        false_alarms = errors.FalseAlarms.Select(clip => Json(clip.Error)),
        learning_curve = learning?.Points.Select(point => new { share = point.Share, recordings = point.Recordings, training_f1_200ms = point.TrainingF1, validation_f1_200ms = point.ValidationF1 }),
        diagnosis = learning is null ? null : new { limit = LimitName(learning.Diagnosis.Limit), gain_from_half = learning.Diagnosis.Gain, sentence = learning.Diagnosis.Sentence },
    };

    private static object Json(DetectionError error) => new
    {
        label = error.Label,
        recording = error.Recording,
        onset = error.Onset,
        offset = error.Offset,
        peak_logit = error.Peak,
        threshold = error.Threshold,
        nearest_onset_s = error.Nearest,
        mistaken_for = error.MistakenFor,
    };

    private static string LimitName(Limit limit) => limit switch
    {
        Limit.Bias => "bias",
        Limit.Variance => "variance",
        Limit.BiasAndVariance => "bias_and_variance",
        _ => "none",
    };
}
