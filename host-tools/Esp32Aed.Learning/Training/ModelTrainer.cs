using Esp32Aed.Detection;
using Esp32Aed.Learning.Clips;
using Esp32Aed.Learning.Networks;

namespace Esp32Aed.Learning.Training;

/// <summary>A trained model with the float classifier it was quantised from.</summary>
/// <param name="Model">The integer model; its checksum is that of its file.</param>
/// <param name="Float">The classifier before quantisation.</param>
public sealed record TrainedModel(Model Model, IFloatClassifier Float)
{
    /// <summary>How a network learned, on groups held out of its training recordings; null for other classifiers, and when there were too few groups.</summary>
    public LearningCurve? Curve { get; init; }

    /// <summary>The judge of whole clips before it was quantised; null for models without one.</summary>
    public FloatJudge? Judge { get; init; }

    /// <summary>Whether a network was trained on with rounded weights and activations; see <see cref="NetworkSettings.FineTunes"/>.</summary>
    public bool IsFineTuned { get; init; }

    /// <summary>Per class, the training recordings with integer logits by classifiers that had not heard them; null where nobody asked for them.</summary>
    public IReadOnlyList<IReadOnlyList<ScoredRecording>>? HeldOut { get; init; }
}

/// <summary>
/// Trains a model: (1) scale the features, (2) fit a classifier, (3) quantise it, (4) choose the decoder's settings by
/// the integer logits of recordings.
/// </summary>
/// <param name="settings">How to train.</param>
/// <param name="labels">The classes.</param>
/// <param name="seed">Where a network's training starts from.</param>
/// <param name="negatives">Sounds in which nothing is to be found: trained on besides the recordings.</param>
/// <param name="stop">Stops the training of a network.</param>
public sealed class ModelTrainer(
    TrainingSettings settings, IReadOnlyList<string> labels, int seed, IReadOnlyList<PreparedRecording>? negatives = null, CancellationToken stop = default)
{
    private readonly IReadOnlyList<PreparedRecording> negatives = negatives ?? [];

    /// <summary>Trains on recordings and chooses the decoders' settings on the same ones, as classifiers hear them that were trained without them, if there are such.</summary>
    public TrainedModel Train(IReadOnlyList<PreparedRecording> recordings)
    {
        var fitted = Fit(recordings, withHeldOut: true);
        if (fitted.HeldOut is { } heldOut)
        {
            return WithDecoders(fitted, c => heldOut[c]);
        }

        var scored = recordings.Select(recording => Score(fitted, recording)).ToArray();
        return WithDecoders(fitted, c => [.. scored.Select(ofRecording => ofRecording[c])]);
    }

    /// <summary>Trains on recordings and chooses the decoders' settings on logits that come from elsewhere: from models that had not heard the recording.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="heldOut">Per class, recordings with such logits.</param>
    public TrainedModel Train(IReadOnlyList<PreparedRecording> recordings, IReadOnlyList<IReadOnlyList<ScoredRecording>> heldOut) =>
        WithDecoders(Fit(recordings, withHeldOut: false), c => heldOut[c]);

    /// <summary>A recording's integer logits, one list a class.</summary>
    public ScoredRecording[] Score(TrainedModel trained, PreparedRecording recording) =>
        [.. recording.Variants[0].Features.Logits(trained.Model).Select((logits, c) => new ScoredRecording(logits, recording.EventsOf(labels[c])))];

    private TrainedModel Fit(IReadOnlyList<PreparedRecording> recordings, bool withHeldOut)
    {
        var scales = FeatureTrack.Scales([.. recordings.Select(r => r.Variants[0].Features)], settings.FeatureSpread);
        var model = new Model
        {
            FrontEnd = settings.ToFrontEnd(),
            FeatureScale = scales,
            Context = settings.Context,
            LookAhead = settings.LookAhead,
            Labels = [.. labels],
        };
        return settings.Network is null
            ? FitLogistic(model, [.. recordings, .. negatives])
            : new NetworkFit(settings, labels, seed, model, recordings, negatives, stop).Fit(withHeldOut);
    }

    private TrainedModel FitLogistic(Model model, IReadOnlyList<PreparedRecording> recordings)
    {
        var classes = labels.Select(label => LogisticTrainer.Fit(
            [.. recordings.SelectMany(r => r.Variants.Select(v =>
                v.Features.ToExamples(model.FeatureScale, settings.Context, PreparedRecording.Targets(v, label, settings))))],
            settings.Context * model.FrontEnd.FeatureCount,
            settings.Penalty,
            settings.PositiveWeight,
            settings.Iterations)).ToArray();
        model.Logistic = Array.ConvertAll(classes, Quantiser.Quantise);
        return new TrainedModel(model, new FloatLogistics(classes));
    }

    private TrainedModel WithDecoders(TrainedModel fitted, Func<int, IReadOnlyList<ScoredRecording>> scored)
    {
        var tuner = new DecoderTuner(settings.FrameLength, settings.SampleRate, settings.LookAhead, settings.Goal);
        fitted.Model.Decoders = [.. Enumerable.Range(0, labels.Count).Select(c => tuner.Tune(scored(c)))];
        return fitted with { Model = Model.Parse(ModelWriter.ToBytes(fitted.Model)) };
    }
}
