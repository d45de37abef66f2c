using Esp32Aed.Detection;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>What models reach on recordings they have not heard.</summary>
/// <param name="Int8">Through the int8 chain.</param>
/// <param name="Float">The same classifiers before quantisation, with the same decoders.</param>
/// <param name="AtGain">Through the int8 chain with the recordings played at these gains, dB.</param>
/// <param name="HeldOut">Per class, the logits of each recording by the model that had not heard it.</param>
/// <param name="Models">The models of the folds.</param>
public sealed record CrossValidationResult(
    EvaluationReport Int8,
    EvaluationReport Float,
    IReadOnlyDictionary<double, EvaluationReport> AtGain,
    IReadOnlyList<IReadOnlyList<ScoredRecording>> HeldOut,
    IReadOnlyList<FoldModel> Models);

/// <summary>A model that was trained without one fold.</summary>
/// <param name="Model">The model.</param>
/// <param name="Heard">Groups of the recordings it was trained on.</param>
public sealed record FoldModel(Model Model, IReadOnlySet<string> Heard);

/// <summary>K-fold cross-validation by group: thresholds, too, are chosen on the training folds only.</summary>
public static class CrossValidation
{
    /// <summary>Trains a model for each fold and evaluates it on the fold.</summary>
    /// <param name="recordings">All recordings.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="folds">The fold of each recording; see <see cref="Folds"/>.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="negatives">Sounds in which nothing is to be found: every fold's model is trained on them.</param>
    /// <param name="gainsDb">Gains at which the held-out recordings are played besides 0 dB.</param>
    /// <param name="progress">Told the done fraction.</param>
    /// <param name="stop">Stops it between folds.</param>
    public static CrossValidationResult Run(
        IReadOnlyList<PreparedRecording> recordings,
        IReadOnlyList<string> labels,
        TrainingSettings settings,
        int[] folds,
        int seed,
        IReadOnlyList<PreparedRecording> negatives,
        IReadOnlyList<double> gainsDb,
        IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        var trainer = new ModelTrainer(settings, labels, seed, negatives, stop);
        var heard = new Heard[recordings.Count];
        var models = new FoldModel[folds.Max() + 1];
        var done = 0;
        SideBySide.Run(models.Length, fold =>
        {
            var trained = trainer.Train([.. recordings.Where((_, i) => folds[i] != fold)]);
            models[fold] = new FoldModel(trained.Model, recordings.Where((_, i) => folds[i] != fold).Select(r => r.Recording.Group).ToHashSet(StringComparer.Ordinal));
            for (var i = 0; i < heard.Length; i++)
            {
                if (folds[i] == fold)
                {
                    stop.ThrowIfCancellationRequested();
                    heard[i] = Hear(trainer, trained, recordings[i], gainsDb);
                    progress?.Report((double)Interlocked.Increment(ref done) / heard.Length);
                }
            }
        }, stop);

        return new CrossValidationResult(
            Report(h => h.Int8),
            Report(h => h.Float),
            gainsDb.Select((gain, g) => (gain, g)).ToDictionary(pair => pair.gain, pair => Report(h => h.AtGain[pair.g])),
            [.. labels.Select((_, c) => heard.Select(h => h.Logits[c]).ToArray())],
            models);

        EvaluationReport Report(Func<Heard, List<LabelledEvent>> found)
        {
            var report = new EvaluationReport(labels);
            for (var i = 0; i < heard.Length; i++)
            {
                report.Add(recordings[i].Recording.Events, found(heard[i]), recordings[i].Recording.Seconds);
            }

            return report;
        }
    }

    private static Heard Hear(ModelTrainer trainer, TrainedModel trained, PreparedRecording recording, IReadOnlyList<double> gainsDb) => new(
        Detect(trained.Model, recording.Recording.Samples),
        FloatEvents(trained, recording),
        [.. gainsDb.Select(gain => Detect(trained.Model, Gain.Apply(recording.Recording.Samples, gain)))],
        trainer.Score(trained, recording));

    private static List<LabelledEvent> Detect(Model model, short[] samples) =>
        [.. Recordings.Detect(model, samples).Select(e => e.ToLabel())];

    private static List<LabelledEvent> FloatEvents(TrainedModel trained, PreparedRecording prepared)
    {
        var model = trained.Model;
        var tuner = new DecoderTuner(model.HopLength, model.SampleRate, model.LookAhead);
        var logits = trained.Float.Logits(prepared.Variants[0].Features, model.FeatureScale);
        return [.. model.Labels.SelectMany((label, c) =>
            tuner.Decode(Array.ConvertAll(logits[c], logit => (int)MathF.Floor(logit * 256)), model.Decoders[c])
                .Select(e => new LabelledEvent(e.Onset, e.Offset, label)))];
    }

    /// <summary>What a model that had not heard a recording makes of it.</summary>
    private sealed record Heard(
        List<LabelledEvent> Int8, List<LabelledEvent> Float, IReadOnlyList<List<LabelledEvent>> AtGain, IReadOnlyList<ScoredRecording> Logits);
}
