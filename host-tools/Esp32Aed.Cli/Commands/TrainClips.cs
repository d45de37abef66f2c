using System.Globalization;
using System.Text;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Cards;
using Esp32Aed.Learning.Clips;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Esp32Aed.Tflite;
using Spectre.Console;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed train</c> on a data set that has a class for each clip.</summary>
internal static class TrainClips
{
    /// <summary>Trains, writes model and card, prints the figures.</summary>
    public static int Run(Output output, ClipSet set, TrainRequest request, string attribution, CancellationToken stop)
    {
        var settings = request.ToClipSettings();
        var reference = request.Reference is null ? null : TfliteModel.Load(request.Reference);
        var result = output.Progress(
            "training", progress => ClipTrainingRun.Run(set, settings, request.Folds, request.Seed, request.Unknown, reference, Output.Warn, progress, stop));

        var model = result.Training.Trained.Model;
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Out)));
        var modelPath = Path.Combine(request.Out, ModelFile.Name);
        AtomicFile.Write(modelPath, stream => stream.Write(ModelWriter.ToBytes(model)));
        var cost = CostSummary.OfForms(model, stop);
        CardPictures.Write(
            request.Out,
            operatingCurve: null,
            LearningCurvePicture.Write(result.Training.Trained.Curve),
            result.Validation is { } heldOut ? ConfusionPicture.Write(result.Set.Classes, heldOut.Int8.Confusion) : null);
        AtomicFile.Write(Path.Combine(request.Out, TrainFolder.CardName), stream => stream.Write(Encoding.UTF8.GetBytes(
            ClipCard.Write(result, name, request.ToCommand(settings.Network), attribution, cost, request.Seed))));

        Show(output, result);
        output.Line(cost);
        output.Line($"wrote {modelPath} and its card");
        output.Result(Json(result, modelPath));
        return ExitCodes.Ok;
    }

    private static void Show(Output output, ClipTrainingResult result)
    {
        if (result.Validation is { } validation)
        {
            output.Line("int8, on clips the model has not heard:");
            output.People.Write(ConfusionTable.Of(validation.Int8));
            output.Line(string.Create(CultureInfo.InvariantCulture, $"clip accuracy: int8 {validation.Int8.Accuracy:F3}, float {validation.Float.Accuracy:F3}"));
            if (result.Reference is { } reference)
            {
                output.Line(string.Create(CultureInfo.InvariantCulture, $"clip accuracy of the large network, on the same folds: {reference.Accuracy:F3}"));
            }

            var table = new Table().AddColumns("on a board", "its clips that raise an event", "other clips that do");
            foreach (var d in validation.Detections)
            {
                table.AddRow(Markup.Escape(d.Label), ClassTable.Figure(d.Recall, "F2"), ClassTable.Figure(d.FalseShare, "F3"));
            }

            output.People.Write(table);
        }

        foreach (var sound in result.Unknown)
        {
            output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"never heard: {sound.Label}: {100 * sound.Raised:F0} % of its {sound.Clips} clips raise an event of another class ({100 * sound.KnownRaised:F0} % of known clips raise their own)"));
        }
    }

    private static object Json(ClipTrainingResult result, string modelPath) => new
    {
        model = modelPath,
        checksum = result.Training.Trained.Model.Checksum.ToString("x8", CultureInfo.InvariantCulture),
        recordings = result.Set.Clips.Count,
        minutes = result.Training.Recordings.Sum(r => r.Seconds) / 60,
        folds = result.Folds,
        cv_clip_accuracy = result.Validation?.Int8.Accuracy,
        cv_float_clip_accuracy = result.Validation?.Float.Accuracy,
        reference_clip_accuracy = result.Reference?.Accuracy,
        clip_confusion = result.Validation is { } validation ? ConfusionTable.Json(validation.Int8) : null,
        classes = result.Set.Classes.Zip(result.Set.Counts(), (label, clips) => new
        {
            label,
            clips,
            clips_heard = Detection(result, label)?.Recall,
            false_clips_heard = Detection(result, label)?.FalseShare,
        }),
        unknown = result.Unknown.Select(u => new { label = u.Label, clips = u.Clips, raised = u.Raised, known_raised = u.KnownRaised }),
        front_end = result.Training.Precision.Select(row => new { sound = row.Sound, log_mel_snr_db = row.Precision.LogMelDb, mfcc_snr_db = row.Precision.MfccDb }),
        seconds = result.Training.Seconds,
    };

    private static ClipDetection? Detection(ClipTrainingResult result, string label) =>
        result.Validation?.Detections.First(d => string.Equals(d.Label, label, StringComparison.Ordinal));
}
