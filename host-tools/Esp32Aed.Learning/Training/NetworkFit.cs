using Esp32Aed.Detection;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>
/// Fits a network to recordings: (1) search shape and number of rounds on groups held out of these recordings, (2) look among the negatives for
/// what the searched network takes for events, (3) train on all of it, in the end with rounded weights and activations if quantising would cost too
/// much, (4) quantise, (5) have every recording scored by a network that was trained without it, for the choice of thresholds.
/// </summary>
internal sealed class NetworkFit
{
    private const int SideCount = 3;
    private const int EverySide = -1;
    private const double MostLoss = 0.005;

    private readonly NetworkSettings network;
    private readonly IReadOnlyList<string> labels;
    private readonly int seed;
    private readonly CancellationToken stop;
    private readonly Model model;
    private readonly IReadOnlyList<PreparedRecording> recordings;
    private readonly IReadOnlyList<NetworkShape> candidates;
    private readonly NetworkExample[][] examples;
    private readonly NetworkExample[][] negatives;
    private readonly int[]? sides;

    /// <summary>Prepares the fit.</summary>
    /// <param name="settings">How to train; it has a network.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="model">Its front end and feature scales are used; its network and context will be set.</param>
    /// <param name="recordings">The recordings.</param>
    /// <param name="negatives">Sounds in which nothing is to be found.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="UserFaultException">No network fits the budget.</exception>
    public NetworkFit(
        TrainingSettings settings,
        IReadOnlyList<string> labels,
        int seed,
        Model model,
        IReadOnlyList<PreparedRecording> recordings,
        IReadOnlyList<PreparedRecording> negatives,
        CancellationToken stop)
    {
        (network, this.labels, this.seed, this.model, this.recordings, this.stop) = (settings.Network!, labels, seed, model, recordings, stop);
        TrainingRecording[] plain = [.. recordings.Select(r => r.Recording)];
        sides = Folds.GroupsWithEvents(plain, labels) < SideCount ? null : Folds.Assign(plain, labels, SideCount, seed);

        candidates = NetworkSearch.Shapes(network, model.FrontEnd.FeatureCount, labels.Count);
        var context = candidates.Max(shape => shape.Context);
        examples = Examples(recordings);
        this.negatives = Examples(negatives);

        NetworkExample[][] Examples(IReadOnlyList<PreparedRecording> prepared) =>
        [
            .. prepared.Select(r => r.Variants
                .Select(v => NetworkExample.Of(v.Features, model.FeatureScale, context, [.. labels.Select(label => PreparedRecording.Targets(v, label, settings))]))
                .ToArray()),
        ];
    }

    /// <summary>Fits it.</summary>
    /// <param name="withHeldOut">Whether to do (5).</param>
    public TrainedModel Fit(bool withHeldOut)
    {
        if (sides is null)
        {
            return Train(network with { Shape = candidates[0] }, null, null, withHeldOut: false);
        }

        var (curve, searched) = NetworkSearch.Best(
            candidates,
            network,
            [.. examples, .. negatives],
            [.. sides, .. Enumerable.Repeat(EverySide, negatives.Length)],
            model.FrontEnd.FeatureCount,
            labels.Count,
            seed,
            stop);
        var chosen = network with { Shape = curve.Shape, Epochs = curve.Rounds, FineTunes = network.FineTunes || LosesByRounding(searched) };
        return Train(chosen, curve, searched, withHeldOut);
    }

    /// <summary>Whether a network's int8 form has an F1 on the first side that is lower by more than <see cref="MostLoss"/>.</summary>
    private bool LosesByRounding(FloatNetwork searched)
    {
        var rounded = Unfitted();
        Quantise(rounded, searched, examples.Where((_, i) => sides![i] != 0));
        var heard = recordings.Where((_, i) => sides![i] == 0).Select(recording => (
            Recording: recording,
            Float: searched.Logits(recording.Variants[0].Features, model.FeatureScale),
            Integer: recording.Variants[0].Features.Logits(rounded))).ToArray();
        var tuner = new DecoderTuner(model.HopLength, model.SampleRate, model.LookAhead);
        return labels.Select((label, c) =>
        {
            ScoredRecording[] integers = [.. heard.Select(h => new ScoredRecording(h.Integer[c], h.Recording.EventsOf(label)))];
            ScoredRecording[] floats = [.. heard.Select(h => new ScoredRecording(Array.ConvertAll(h.Float[c], logit => (int)MathF.Floor(logit * 256)), h.Recording.EventsOf(label)))];
            var decoder = tuner.Tune(integers);
            return tuner.Evaluate(floats, decoder).MeanF1 - tuner.Evaluate(integers, decoder).MeanF1;
        }).Average() > MostLoss;
    }

    private Model Unfitted() => new() { FrontEnd = model.FrontEnd, FeatureScale = model.FeatureScale, Labels = model.Labels };

    private TrainedModel Train(NetworkSettings chosen, LearningCurve? curve, FloatNetwork? searched, bool withHeldOut)
    {
        NetworkExample[][] quiet = [.. negatives, .. searched is null ? [] : HardNegatives.Mine(searched, negatives, chosen.CropFrames)];
        var trained = Train(chosen, [.. examples, .. quiet]);
        Quantise(model, trained, examples);
        return new TrainedModel(model, trained) { Curve = curve, IsFineTuned = chosen.FineTunes, HeldOut = withHeldOut ? HeldOut(chosen, quiet) : null };
    }

    private FloatNetwork Train(NetworkSettings chosen, NetworkExample[][] sounds) =>
        new NetworkTrainer(chosen, model.FrontEnd.FeatureCount, labels.Count, seed).Fit(sounds, stop: stop);

    private static void Quantise(Model model, FloatNetwork trained, IEnumerable<NetworkExample[]> sounds)
    {
        model.Network = NetworkQuantiser.Quantise(trained, [.. sounds.Select(variants => variants[0])]);
        model.Context = model.Network.Context;
    }

    /// <summary>Integer logits of every recording by a network that was trained without its side; per class.</summary>
    private IReadOnlyList<IReadOnlyList<ScoredRecording>> HeldOut(NetworkSettings chosen, NetworkExample[][] quiet)
    {
        var logits = new int[recordings.Count][][];
        for (var side = 0; side < SideCount; side++)
        {
            var others = examples.Where((_, i) => sides![i] != side).ToArray();
            var without = Unfitted();
            Quantise(without, Train(chosen, [.. others, .. quiet]), others);
            for (var i = 0; i < logits.Length; i++)
            {
                if (sides![i] == side)
                {
                    logits[i] = recordings[i].Variants[0].Features.Logits(without);
                }
            }
        }

        return [.. labels.Select((label, c) => recordings.Select((r, i) => new ScoredRecording(logits[i][c], r.EventsOf(label))).ToArray())];
    }
}
