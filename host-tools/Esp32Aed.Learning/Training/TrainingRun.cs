using System.Diagnostics;
using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>A finished training.</summary>
/// <param name="Trained">The model, trained on all recordings.</param>
/// <param name="Settings">How it was trained.</param>
/// <param name="Recordings">What it was trained on.</param>
/// <param name="Validation">What such models reach on recordings they have not heard; null when that was not asked for.</param>
/// <param name="Precision">Precision of its front end.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record TrainingResult(
    TrainedModel Trained,
    TrainingSettings Settings,
    IReadOnlyList<TrainingRecording> Recordings,
    CrossValidationResult? Validation,
    IReadOnlyList<PrecisionRow> Precision,
    double Seconds)
{
    /// <summary>What the folds' models reach on test soundscapes, a report a class; empty when there are none.</summary>
    public IReadOnlyList<SourceTestReport> Test { get; init; } = [];

    /// <summary>Per class, by which augmentations its recordings were varied; empty when that was not searched.</summary>
    public IReadOnlyList<AugmentationChoice> Augmentations { get; init; } = [];
}

/// <summary>
/// From a data set to a model: (1) read the recordings, (2) compute their features, (3) cross-validate, (4) train on all of them, with the
/// decoders' settings chosen on the logits that cross-validation gave.
/// </summary>
public static class TrainingRun
{
    /// <summary>Augmentations are chosen on one of so many parts of the recordings.</summary>
    internal const int SidesOfSearch = 3;

    /// <summary>Gains at which cross-validation plays the held-out recordings besides their own.</summary>
    public static readonly IReadOnlyList<double> ValidationGainsDb = [-20, 12];

    /// <summary>Runs it.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="labels">Classes to train.</param>
    /// <param name="negatives">Files of sounds in which nothing is to be found: trained on, and mixed into the recordings.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="folds">Folds of the cross-validation; 0 leaves it out.</param>
    /// <param name="seed">Shuffles the recordings into folds, and is where training starts from.</param>
    /// <param name="warn">Takes one line for each thing that may spoil the model.</param>
    /// <param name="progress">Told the done fraction.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="UserFaultException">The data set can't serve.</exception>
    public static TrainingResult Run(
        DataSet set,
        IReadOnlyList<string> labels,
        IReadOnlyList<string> negatives,
        TrainingSettings settings,
        int folds,
        int seed,
        Action<string> warn,
        IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        var clock = Stopwatch.StartNew();
        if (negatives.Count == 0)
        {
            // What has nothing to mix in does nothing, and the card should not say that it did.
            settings = settings with { Recipe = new AugmentationRecipe([.. settings.Recipe.Parts.Where(part => part is not BackgroundMix)]) };
        }

        var (read, quiet) = TrainingSounds.Read(set, labels, negatives, settings, seed, warn, progress is null ? null : new Part(progress, 0, 0.2), stop);
        PreparedRecording[] prepared = [.. read];
        TrainingRecording[] recordings = [.. prepared.Select(p => p.Recording)];
        var choices = settings.ChoosesAugmentations ? ChooseAugmentations(prepared, quiet, labels, settings, seed, stop) : [];
        CrossValidationResult? validation = null;
        if (folds > 0)
        {
            var part = new Part(progress, 0.2, 0.8);
            validation = CrossValidation.Run(prepared, labels, settings, Folds.Assign(recordings, labels, folds, seed), seed, quiet, ValidationGainsDb, part, stop);
        }

        var trainer = new ModelTrainer(settings, labels, seed, quiet, stop);
        var trained = validation is null ? trainer.Train(prepared) : trainer.Train(prepared, validation.HeldOut);
        progress?.Report(0.95);
        var precision = PrecisionReport.Measure(settings, recordings);
        progress?.Report(1);
        return new TrainingResult(trained, settings, recordings, validation, precision, clock.Elapsed.TotalSeconds) { Augmentations = choices };
    }

    private static IReadOnlyList<AugmentationChoice> ChooseAugmentations(
        PreparedRecording[] prepared, IReadOnlyList<PreparedRecording> quiet, IReadOnlyList<string> labels, TrainingSettings settings, int seed, CancellationToken stop)
    {
        TrainingRecording[] recordings = [.. prepared.Select(p => p.Recording)];
        if (Folds.GroupsWithEvents(recordings, labels) < SidesOfSearch)
        {
            throw new UserFaultException(FaultKind.Dataset, $"--choose-augmentations: needs {SidesOfSearch} recordings of different origin with events; label more, or leave it out");
        }

        var sides = Folds.Assign(recordings, labels, SidesOfSearch, seed);
        var search = new AugmentationSearch(
            settings, (learned, heldOut) => HeldOutLoss.Of(settings, labels, seed, [.. learned, .. quiet], heldOut, stop), [.. quiet.Select(sound => sound.Recording.Samples)], seed);
        return search.Choose(prepared, labels, sides, stop);
    }

    private sealed class Part(IProgress<double>? whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole?.Report(from + ((to - from) * value));
    }
}
