using Esp32Aed.Detection;

namespace Esp32Aed.Learning.Training;

/// <summary>A trained model with the float classifiers it was quantised from.</summary>
/// <param name="Model">The integer model; its checksum is that of its file.</param>
/// <param name="Floats">The classifiers before quantisation, one a class.</param>
public sealed record TrainedModel(Model Model, IReadOnlyList<FloatLogistic> Floats);

/// <summary>
/// Trains a logistic model: (1) scale the features, (2) fit a classifier a class, (3) quantise it, (4) choose the decoder's settings by
/// the integer logits of recordings.
/// </summary>
public sealed class ModelTrainer(TrainingSettings settings, IReadOnlyList<string> labels)
{
    /// <summary>Trains on recordings and chooses the decoders' settings on the same ones.</summary>
    public TrainedModel Train(IReadOnlyList<PreparedRecording> recordings)
    {
        var fitted = Fit(recordings);
        return WithDecoders(fitted, c => [.. recordings.Select(r => Score(fitted, c, r))]);
    }

    /// <summary>Trains on recordings and chooses the decoders' settings on logits that come from elsewhere: from models that had not heard the recording.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="heldOut">Per class, recordings with such logits.</param>
    public TrainedModel Train(IReadOnlyList<PreparedRecording> recordings, IReadOnlyList<IReadOnlyList<ScoredRecording>> heldOut) =>
        WithDecoders(Fit(recordings), c => heldOut[c]);

    /// <summary>A recording's integer logits of one class.</summary>
    public ScoredRecording Score(TrainedModel trained, int classIndex, PreparedRecording recording) => new(
        recording.Variants[0].Features.Logits(trained.Model.FeatureScale, settings.Context, trained.Model.Logistic[classIndex]),
        recording.EventsOf(labels[classIndex]));

    private TrainedModel Fit(IReadOnlyList<PreparedRecording> recordings)
    {
        var scales = FeatureTrack.Scales([.. recordings.Select(r => r.Variants[0].Features)], settings.FeatureSpread);
        var frontEnd = settings.ToFrontEnd();
        var floats = labels.Select(label => LogisticTrainer.Fit(
            [.. recordings.SelectMany(r => r.Variants.Select(v => v.Features.ToExamples(scales, settings.Context, r.Targets(v, label, settings))))],
            settings.Context * frontEnd.FeatureCount,
            settings.Penalty,
            settings.PositiveWeight,
            settings.Iterations)).ToArray();
        var model = new Model
        {
            FrontEnd = frontEnd,
            FeatureScale = scales,
            Context = settings.Context,
            LookAhead = settings.LookAhead,
            Labels = [.. labels],
            Logistic = Array.ConvertAll(floats, Quantiser.Quantise),
        };
        return new TrainedModel(model, floats);
    }

    private TrainedModel WithDecoders(TrainedModel fitted, Func<int, IReadOnlyList<ScoredRecording>> scored)
    {
        var tuner = new DecoderTuner(settings.FrameLength, settings.SampleRate, settings.LookAhead);
        fitted.Model.Decoders = [.. Enumerable.Range(0, labels.Count).Select(c => tuner.Tune(scored(c)))];
        return fitted with { Model = Model.Parse(ModelWriter.ToBytes(fitted.Model)) };
    }
}
