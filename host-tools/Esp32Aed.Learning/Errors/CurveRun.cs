using Esp32Aed.Detection;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Errors;

/// <summary>A measured learning curve.</summary>
/// <param name="Points">Its points, from few recordings to all.</param>
/// <param name="Diagnosis">What it says.</param>
public sealed record LearningDiagnosis(IReadOnlyList<CurvePoint> Points, Diagnosis Diagnosis);

/// <summary>From a data set and a model to a learning curve of such models: the same classes, rate, kind and network shape.</summary>
public static class CurveRun
{
    /// <summary>Trains and judges.</summary>
    /// <param name="set">The data set that the model was, or might have been, trained on.</param>
    /// <param name="model">The model.</param>
    /// <param name="negatives">Files of sounds in which nothing is to be found, which are trained on too.</param>
    /// <param name="folds">Folds of the cross-validation.</param>
    /// <param name="seed">Seed of folds and training.</param>
    /// <param name="warn">Takes one line for each thing that may spoil the result.</param>
    /// <param name="progress">Told the done fraction.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="UserFaultException">The data set can't serve.</exception>
    public static LearningDiagnosis Run(
        DataSet set,
        Model model,
        IReadOnlyList<string> negatives,
        int folds,
        int seed,
        Action<string> warn,
        IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        var settings = SettingsLike(model);
        var (recordings, quiet) = TrainingSounds.Read(set, model.Labels, negatives, settings, seed, warn, progress: null, stop);
        var sides = Folds.Assign([.. recordings.Select(p => p.Recording)], model.Labels, folds, seed);
        var points = RecordingCurve.Measure(recordings, model.Labels, settings, sides, seed, quiet, progress, stop);
        return new LearningDiagnosis(points, Diagnosis.Of(points));
    }

    /// <summary>The trainer's defaults for a model of this kind, rate and shape.</summary>
    public static TrainingSettings SettingsLike(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Network is not { } network)
        {
            return new TrainingSettings { SampleRate = model.SampleRate };
        }

        var shape = new NetworkShape([.. network.Layers.SkipLast(1).Select(layer => new LayerShape(layer.Kernel, layer.Dilation, layer.Outputs))]);
        var settings = TrainingSettings.OfNetwork;
        return settings with { SampleRate = model.SampleRate, Network = settings.Network! with { Shape = shape, Budget = int.MaxValue } };
    }
}
