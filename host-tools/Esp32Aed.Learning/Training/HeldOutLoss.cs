using Esp32Aed.Learning.Networks;

namespace Esp32Aed.Learning.Training;

/// <summary>How well a quick training on some recordings does on others: for choices among ways to train, which many such trainings compare.</summary>
internal static class HeldOutLoss
{
    private const int EpochShare = 2;

    /// <summary>Mean loss a frame on recordings as they are, after half of the rounds with the first network of the search.</summary>
    /// <param name="settings">How to train; it has a network.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="learned">Recordings to train on.</param>
    /// <param name="heldOut">Recordings to judge.</param>
    /// <param name="stop">Stops it.</param>
    public static double Of(
        TrainingSettings settings, IReadOnlyList<string> labels, int seed, IReadOnlyList<PreparedRecording> learned, IReadOnlyList<PreparedRecording> heldOut, CancellationToken stop)
    {
        var features = learned[0].Variants[0].Features.FeatureCount;
        var scales = FeatureTrack.Scales([.. learned.Select(r => r.Variants[0].Features)], settings.FeatureSpread);
        var shape = NetworkSearch.Shapes(settings.Network!, features, labels.Count)[0];
        var trainer = new NetworkTrainer(settings.Network! with { Shape = shape, Epochs = Math.Max(1, settings.Network.Epochs / EpochShare) }, features, labels.Count, seed);
        trainer.Fit([.. learned.Select(r => r.Variants.Select(Example).ToArray())], stop: stop);
        return trainer.LossOn([.. heldOut.Select(r => Example(r.Variants[0]))]);

        NetworkExample Example(PreparedRecording.Variant variant) =>
            NetworkExample.Of(variant.Features, scales, shape.Context, [.. labels.Select(label => PreparedRecording.Targets(variant, label, settings))]);
    }
}
