using System.Diagnostics;
using Esp32Aed.Detection;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Esp32Aed.Tflite;

namespace Esp32Aed.Learning.Clips;

/// <summary>A finished training on clips.</summary>
/// <param name="Training">The model, its settings and what it was trained on; its own validation, of events, is null.</param>
/// <param name="Set">The clips.</param>
/// <param name="Folds">Folds of the cross-validation; 0 if there was none.</param>
/// <param name="Validation">What such models reach on clips they have not heard; null when that was not asked for.</param>
/// <param name="Unknown">What they make of classes they have never heard.</param>
public sealed record ClipTrainingResult(TrainingResult Training, ClipSet Set, int Folds, ClipValidation? Validation, IReadOnlyList<UnknownSound> Unknown)
{
    /// <summary>What a large network makes of the same folds; null when that was not asked for.</summary>
    public ClipReport? Reference { get; init; }

    /// <summary>Sounds of none of the classes that it was trained with.</summary>
    public OtherSounds Others { get; init; } = OtherSounds.None;
}

/// <summary>
/// From clips to a model: (1) read them, (2) compute their features, (3) cross-validate, (4) measure classes never heard, (5) train on all, with
/// decoders chosen on the logits that cross-validation gave.
/// </summary>
public static class ClipTrainingRun
{
    /// <summary>Runs it.</summary>
    /// <param name="set">The clips.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="folds">Folds of the cross-validation; 0 leaves it out. Those that the set prescribes take their place.</param>
    /// <param name="seed">Shuffles the clips into folds, and is where training starts from.</param>
    /// <param name="unknown">Classes to leave out for (4).</param>
    /// <param name="reference">A large network to compare with; see <see cref="ReferenceNetwork"/>.</param>
    /// <param name="warn">Takes one line for each thing that may spoil the model.</param>
    /// <param name="progress">Told the done fraction.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="UserFaultException">The data set can't serve, or the loss stopped being a number.</exception>
    public static ClipTrainingResult Run(
        ClipSet set,
        TrainingSettings settings,
        int folds,
        int seed,
        IReadOnlyList<string> unknown,
        TfliteModel? reference,
        Action<string> warn,
        IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        var clock = Stopwatch.StartNew();
        UnknownSound.Check(set, unknown, folds);
        var assigned = folds == 0 ? null : ClipFolds.Assign(set, folds, seed, warn);
        var compared = reference is null || assigned is null ? null : ReferenceNetwork.Test(reference, set, assigned, stop);
        var others = OtherSounds.Read(set.Others, set.Classes, settings, warn, stop);
        var clips = Prepare(set, settings, warn, progress, stop);
        var choices = settings.ChoosesAugmentations ? ChooseAugmentations(clips, set, settings, assigned ?? ClipFolds.Assign(set, TrainingRun.SidesOfSearch, seed, warn), seed, stop) : [];
        var validation = assigned is null ? null : ClipValidation.Run(clips, set, settings, assigned, seed, progress is null ? null : new Progress(progress, 0.3, 0.8), others, stop);
        var never = new UnknownSound[unknown.Count];
        SideBySide.Run(never.Length, i => never[i] = UnknownSound.Measure(unknown[i], clips, set, settings, assigned!, seed, others, stop), stop);
        var trained = new ClipTrainer(settings, set.Classes, seed, stop) { Others = others }.Train(clips);
        trained.Model.Decoders = validation is null ? OwnDecoders(trained.Model, clips, set, settings, warn) : validation.Decoders(set, settings);
        if (trained.Model.Labels.Length > set.Classes.Count)
        {
            trained.Model.Decoders = [.. trained.Model.Decoders, OtherSounds.Silent];
        }

        trained = trained with { Model = Model.Parse(ModelWriter.ToBytes(trained.Model)) };
        TrainingRecording[] recordings = [.. clips.Select(clip => clip.Recording)];
        var precision = PrecisionReport.Measure(settings, recordings);
        progress?.Report(1);
        return new ClipTrainingResult(
            new TrainingResult(trained, settings, recordings, Validation: null, precision, clock.Elapsed.TotalSeconds) { Augmentations = choices }, set, assigned is null ? 0 : assigned.Max() + 1, validation, never)
        {
            Reference = compared,
            Others = others,
        };
    }

    /// <summary>Reads a clip: a recording with one event of its class, as long as itself.</summary>
    public static TrainingRecording Read(DataItem item, int sampleRate, Action<string> warn)
    {
        var sound = SoundFile.Read(item.SoundPath, sampleRate, warn);
        return new TrainingRecording(item.SoundPath, item.Group, sound.Samples, sound.Seconds, [new LabelledEvent(0, sound.Seconds, item.ClipLabel!)]);
    }

    private static PreparedRecording[] Prepare(ClipSet set, TrainingSettings settings, Action<string> warn, IProgress<double>? progress, CancellationToken stop)
    {
        var prepared = new PreparedRecording[set.Clips.Count];
        for (var i = 0; i < prepared.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            prepared[i] = PreparedRecording.Prepare(Read(set.Clips[i].Item, settings.SampleRate, warn), settings);
            progress?.Report(0.3 * (i + 1) / prepared.Length);
        }

        return prepared;
    }

    private static IReadOnlyList<AugmentationChoice> ChooseAugmentations(PreparedRecording[] clips, ClipSet set, TrainingSettings settings, int[] sides, int seed, CancellationToken stop)
    {
        return new AugmentationSearch(settings, Loss, [], seed: 0).Choose(clips, set.Classes, sides, stop);

        double Loss(IReadOnlyList<PreparedRecording> learned, IReadOnlyList<PreparedRecording> heldOut)
        {
            var trained = new ClipTrainer(settings, set.Classes, seed, stop).Train(learned);
            return heldOut.Average(clip => ClipScores.Loss(
                trained.Float.Logits(clip.Variants[0].Features, trained.Model.FeatureScale), set.Classes.TakeWhile(label => clip.EventsOf(label).Count == 0).Count()));
        }
    }

    private static DecoderSettings[] OwnDecoders(Model model, PreparedRecording[] clips, ClipSet set, TrainingSettings settings, Action<string> warn)
    {
        warn("thresholds are chosen on the clips that the model has learned from; --folds 4 chooses them on others");
        return ClipValidation.DecodersOf(
            new ClipDecoders(settings.FrameLength, settings.SampleRate),
            [.. clips.Select((clip, i) => (set.Clips[i].Class, clip.Variants[0].Features.Logits(model)))],
            set.Classes.Count);
    }

    private sealed class Progress(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + ((to - from) * value));
    }
}
