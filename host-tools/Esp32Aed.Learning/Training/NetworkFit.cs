using Esp32Aed.Detection;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>
/// Fits a network to recordings: (1) search shape and number of rounds on groups held out of these recordings, (2) train on all of them,
/// (3) quantise.
/// </summary>
internal sealed class NetworkFit(TrainingSettings settings, NetworkSettings network, IReadOnlyList<string> labels, int seed)
{
    private const int SearchFolds = 4;

    /// <summary>Puts the fitted network into the model.</summary>
    /// <param name="model">Its front end and feature scales are used, its network and context are set.</param>
    /// <param name="recordings">The recordings.</param>
    /// <param name="stop">Stops it.</param>
    public TrainedModel Fit(Model model, IReadOnlyList<PreparedRecording> recordings, CancellationToken stop)
    {
        var (features, classes) = (model.FrontEnd.FeatureCount, labels.Count);
        var candidates = network.Shape is { } given ? [given] : NetworkSearch.Candidates(network.Budget, features, classes);
        if (candidates.Count == 0)
        {
            throw new UserFaultException(
                FaultKind.Settings, $"--budget {network.Budget}: no network of {features} features fits it; 3000 or more is of use");
        }

        var curve = HeldOut(recordings) is { } heldOut
            ? NetworkSearch.Compare(candidates, network, context => (Examples(model, recordings, context), heldOut), features, classes, seed, stop)[0]
            : null;
        var chosen = network with { Shape = curve?.Shape ?? candidates[0], Epochs = curve?.BestRound ?? network.Epochs };
        var examples = Examples(model, recordings, chosen.Shape.Context);
        var trained = new NetworkTrainer(chosen, features, classes, seed).Fit(examples, stop: stop);
        model.Network = NetworkQuantiser.Quantise(trained, [.. examples.Select(variants => variants[0])]);
        model.Context = model.Network.Context;
        return new TrainedModel(model, trained) { Curve = curve };
    }

    private NetworkExample[][] Examples(Model model, IReadOnlyList<PreparedRecording> recordings, int context) =>
    [
        .. recordings.Select(r => r.Variants
            .Select(v => NetworkExample.Of(v.Features, model.FeatureScale, context, [.. labels.Select(label => PreparedRecording.Targets(v, label, settings))]))
            .ToArray()),
    ];

    /// <summary>A fourth of the groups; null when there are too few for that.</summary>
    private bool[]? HeldOut(IReadOnlyList<PreparedRecording> recordings)
    {
        TrainingRecording[] plain = [.. recordings.Select(r => r.Recording)];
        return Folds.GroupsWithEvents(plain, labels) < SearchFolds
            ? null
            : [.. Folds.Assign(plain, labels, SearchFolds, seed).Select(fold => fold == 0)];
    }
}
