using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Networks;

/// <summary>How the loss fell in training.</summary>
/// <param name="Shape">The network.</param>
/// <param name="Training">Mean loss of each round on what it was trained on, as it was augmented.</param>
/// <param name="Validation">Loss after each round on recordings of other groups, not augmented.</param>
public sealed record LearningCurve(NetworkShape Shape, IReadOnlyList<double> Training, IReadOnlyList<double> Validation)
{
    /// <summary>Early stopping: the last round after which the validation loss was within a fiftieth of the least one, from 1.</summary>
    public int Rounds => Validation.Index().Last(round => round.Item <= BestLoss * 1.02).Index + 1;

    /// <summary>The least validation loss.</summary>
    public double BestLoss => Validation.Min();
}

/// <summary>
/// Searches the network: of the largest ones of a few families that fit the budget, the one whose loss on held-out groups of the training recordings
/// is least, and the number of rounds after which it was (early stopping).
/// </summary>
internal static class NetworkSearch
{
    private const int MostFileBytes = 12 * 1024;
    private const int MostStateBytes = 8 * 1024;
    private const int MostChannels = 48;

    private static readonly int[][] DilationsOfFamilies = [[1, 2, 4, 8], [1, 3, 9]];

    /// <summary>The largest network of each family, all hidden layers equally wide, that takes no more than the budget.</summary>
    /// <param name="settings">Budget and form.</param>
    /// <param name="features">Features of a frame.</param>
    /// <param name="classes">Number of classes.</param>
    public static IReadOnlyList<NetworkShape> Candidates(NetworkSettings settings, int features, int classes) =>
    [
        .. DilationsOfFamilies
            .Select(dilations => Enumerable.Range(1, MostChannels)
                .Select(channels => new NetworkShape([.. dilations.Select(dilation => new LayerShape(3, dilation, channels))]))
                .LastOrDefault(shape => Fits(shape, settings, features, classes)))
            .OfType<NetworkShape>(),
    ];

    /// <summary>The shape that was asked for, or the candidates.</summary>
    /// <param name="settings">Shape or none, budget and form.</param>
    /// <param name="features">Features of a frame.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="UserFaultException">None fits the budget.</exception>
    public static IReadOnlyList<NetworkShape> Shapes(NetworkSettings settings, int features, int classes)
    {
        CheckShape(settings, features, classes);
        if (settings.Shape is { } given)
        {
            return [given];
        }

        return Candidates(settings, features, classes) is { Count: > 0 } fitting
            ? fitting
            : throw new UserFaultException(FaultKind.Settings, $"--budget {settings.Budget}: no network of {features} features fits it; 3000 or more is of use");
    }

    /// <summary>Throws when the settings name a shape that takes more than their budget.</summary>
    /// <exception cref="UserFaultException">It does.</exception>
    public static void CheckShape(NetworkSettings settings, int features, int classes)
    {
        if (settings.Shape is { } shape && NetworkCost.Operations(settings.Form, shape, features, classes) is var operations && operations > settings.Budget)
        {
            throw new UserFaultException(
                FaultKind.Settings, $"--shape {shape}: takes {operations} IL operations a frame, and --budget is {settings.Budget}; make it smaller or the budget larger");
        }
    }

    /// <summary>Trains each candidate without the first side; the one that was best on it, and how it learned.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="examples">Per recording its variants.</param>
    /// <param name="sides">The side of each recording.</param>
    /// <param name="features">Features of a frame.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="stop">Stops it.</param>
    public static (LearningCurve Curve, FloatNetwork Network) Best(
        IReadOnlyList<NetworkShape> candidates,
        NetworkSettings settings,
        IReadOnlyList<NetworkExample[]> examples,
        int[] sides,
        int features,
        int classes,
        int seed,
        CancellationToken stop)
    {
        var heldOut = examples.Where((_, i) => sides[i] == 0).Select(variants => variants[0]).ToArray();
        return candidates.Select(Learn).MinBy(learned => learned.Curve.BestLoss);

        (LearningCurve Curve, FloatNetwork Network) Learn(NetworkShape shape)
        {
            var trainer = new NetworkTrainer(settings with { Shape = shape }, features, classes, seed);
            var (training, validation) = (new List<double>(), new List<double>());
            var trained = trainer.Fit(
                [.. examples.Where((_, i) => sides[i] != 0)],
                loss =>
                {
                    training.Add(loss);
                    validation.Add(trainer.LossOn(heldOut));
                },
                stop);
            return (new LearningCurve(shape, training, validation), trained);
        }
    }

    private static bool Fits(NetworkShape shape, NetworkSettings settings, int features, int classes) =>
        NetworkCost.Operations(settings.Form, shape, features, classes) <= settings.Budget
        && shape.FileBytes(features, classes) <= MostFileBytes
        && shape.StateBytes(features, classes) <= MostStateBytes;
}
