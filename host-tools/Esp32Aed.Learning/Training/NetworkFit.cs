using Esp32Aed.Detection;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>
/// Fits a network to recordings: (1) search shape and number of rounds on groups held out of these recordings, (2) train on all of them,
/// (3) quantise, (4) have every recording scored by a network that was trained without it, for the choice of thresholds.
/// </summary>
internal sealed class NetworkFit(TrainingSettings settings, NetworkSettings network, IReadOnlyList<string> labels, int seed)
{
    private const int SearchFolds = 3;

    /// <summary>Puts the fitted network into the model.</summary>
    /// <param name="model">Its front end and feature scales are used, its network and context are set.</param>
    /// <param name="recordings">The recordings.</param>
    /// <param name="withHeldOut">Whether to do (4).</param>
    /// <param name="stop">Stops it.</param>
    public TrainedModel Fit(Model model, IReadOnlyList<PreparedRecording> recordings, bool withHeldOut, CancellationToken stop)
    {
        var (features, classes) = (model.FrontEnd.FeatureCount, labels.Count);
        var candidates = network.Shape is { } given ? [given] : NetworkSearch.Candidates(network.Budget, features, classes);
        if (candidates.Count == 0)
        {
            throw new UserFaultException(
                FaultKind.Settings, $"--budget {network.Budget}: no network of {features} features fits it; 3000 or more is of use");
        }

        var sides = Sides(recordings);
        var curve = sides is null ? null : NetworkSearch.Best(candidates, network, context => Examples(model, recordings, context), sides, features, classes, seed, stop);
        var chosen = network with { Shape = curve?.Shape ?? candidates[0], Epochs = curve?.Rounds ?? network.Epochs };
        var examples = Examples(model, recordings, chosen.Shape.Context);
        var trained = new NetworkTrainer(chosen, features, classes, seed).Fit(examples, stop: stop);
        Quantise(model, trained, examples);
        return new TrainedModel(model, trained) { Curve = curve, HeldOut = sides is null || !withHeldOut ? null : HeldOut(model, recordings, examples, sides, chosen, stop) };
    }

    private static void Quantise(Model model, FloatNetwork trained, IEnumerable<NetworkExample[]> examples)
    {
        model.Network = NetworkQuantiser.Quantise(trained, [.. examples.Select(variants => variants[0])]);
        model.Context = model.Network.Context;
    }

    /// <summary>Integer logits of every recording by a network that was trained without its side; per class.</summary>
    private IReadOnlyList<IReadOnlyList<ScoredRecording>> HeldOut(
        Model model, IReadOnlyList<PreparedRecording> recordings, NetworkExample[][] examples, int[] sides, NetworkSettings chosen, CancellationToken stop)
    {
        var logits = new int[recordings.Count][][];
        for (var side = 0; side < SearchFolds; side++)
        {
            var others = examples.Where((_, i) => sides[i] != side).ToArray();
            var without = new Model { FrontEnd = model.FrontEnd, FeatureScale = model.FeatureScale, Labels = model.Labels };
            Quantise(without, new NetworkTrainer(chosen, model.FrontEnd.FeatureCount, labels.Count, seed).Fit(others, stop: stop), others);
            for (var i = 0; i < logits.Length; i++)
            {
                if (sides[i] == side)
                {
                    logits[i] = recordings[i].Variants[0].Features.Logits(without);
                }
            }
        }

        return [.. labels.Select((label, c) => recordings.Select((r, i) => new ScoredRecording(logits[i][c], r.EventsOf(label))).ToArray())];
    }

    private NetworkExample[][] Examples(Model model, IReadOnlyList<PreparedRecording> recordings, int context) =>
    [
        .. recordings.Select(r => r.Variants
            .Select(v => NetworkExample.Of(v.Features, model.FeatureScale, context, [.. labels.Select(label => PreparedRecording.Targets(v, label, settings))]))
            .ToArray()),
    ];

    /// <summary>Splits the recordings by group; null when there are too few groups for that.</summary>
    private int[]? Sides(IReadOnlyList<PreparedRecording> recordings)
    {
        TrainingRecording[] plain = [.. recordings.Select(r => r.Recording)];
        return Folds.GroupsWithEvents(plain, labels) < SearchFolds ? null : Folds.Assign(plain, labels, SearchFolds, seed);
    }
}
