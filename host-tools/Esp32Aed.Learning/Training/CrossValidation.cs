using Esp32Aed.Detection;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>What models reach on recordings they have not heard.</summary>
/// <param name="Int8">Through the int8 chain.</param>
/// <param name="Float">The same classifiers before quantisation, with the same decoders.</param>
/// <param name="AtGain">Through the int8 chain with the recordings played at these gains, dB.</param>
/// <param name="HeldOut">Per class, the logits of each recording by the model that had not heard it.</param>
public sealed record CrossValidationResult(
    EvaluationReport Int8,
    EvaluationReport Float,
    IReadOnlyDictionary<double, EvaluationReport> AtGain,
    IReadOnlyList<IReadOnlyList<ScoredRecording>> HeldOut);

/// <summary>K-fold cross-validation by group: thresholds, too, are chosen on the training folds only.</summary>
public static class CrossValidation
{
    /// <summary>Trains a model for each fold and evaluates it on the fold.</summary>
    /// <param name="recordings">All recordings.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="folds">The fold of each recording; see <see cref="Folds"/>.</param>
    /// <param name="gainsDb">Gains at which the held-out recordings are played besides 0 dB.</param>
    /// <param name="progress">Told the done fraction.</param>
    /// <param name="stop">Stops it between folds.</param>
    public static CrossValidationResult Run(
        IReadOnlyList<PreparedRecording> recordings,
        IReadOnlyList<string> labels,
        TrainingSettings settings,
        int[] folds,
        IReadOnlyList<double> gainsDb,
        IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        var trainer = new ModelTrainer(settings, labels);
        var int8 = new EvaluationReport(labels);
        var floating = new EvaluationReport(labels);
        var atGain = gainsDb.ToDictionary(gain => gain, _ => new EvaluationReport(labels));
        var heldOut = labels.Select(_ => new List<ScoredRecording>()).ToArray();
        var count = folds.Max() + 1;
        for (var fold = 0; fold < count; fold++)
        {
            stop.ThrowIfCancellationRequested();
            var trained = trainer.Train([.. recordings.Where((_, i) => folds[i] != fold)]);
            foreach (var prepared in recordings.Where((_, i) => folds[i] == fold))
            {
                var recording = prepared.Recording;
                int8.Add(recording.Events, Detect(trained.Model, recording.Samples), recording.Seconds);
                floating.Add(recording.Events, FloatEvents(trained, prepared, settings), recording.Seconds);
                foreach (var (gain, report) in atGain)
                {
                    report.Add(recording.Events, Detect(trained.Model, Gain.Apply(recording.Samples, gain)), recording.Seconds);
                }

                for (var c = 0; c < labels.Count; c++)
                {
                    heldOut[c].Add(trainer.Score(trained, c, prepared));
                }
            }

            progress?.Report((fold + 1.0) / count);
        }

        return new CrossValidationResult(int8, floating, atGain, heldOut);
    }

    private static List<LabelledEvent> Detect(Model model, short[] samples) =>
        [.. Recordings.Detect(model, samples).Select(e => e.ToLabel())];

    private static List<LabelledEvent> FloatEvents(TrainedModel trained, PreparedRecording prepared, TrainingSettings settings)
    {
        var model = trained.Model;
        var tuner = new DecoderTuner(model.HopLength, model.SampleRate, model.LookAhead);
        var track = prepared.Variants[0].Features.ToExamples(model.FeatureScale, settings.Context, new float[prepared.Variants[0].Features.Frames]);
        return [.. model.Labels.SelectMany((label, c) =>
            tuner.Decode(Array.ConvertAll(trained.Floats[c].Logits(track), logit => (int)MathF.Floor(logit * 256)), model.Decoders[c])
                .Select(e => new LabelledEvent(e.Onset, e.Offset, label)))];
    }
}
