using Esp32Aed.Learning.Augmentation;

namespace Esp32Aed.Learning.Training;

/// <summary>Which parts of the recipe a class's recordings are varied by.</summary>
/// <param name="Label">The class.</param>
/// <param name="Recipe">What was kept.</param>
/// <param name="Dropped">Names of the parts that were taken away.</param>
public sealed record AugmentationChoice(string Label, AugmentationRecipe Recipe, IReadOnlyList<string> Dropped);

/// <summary>
/// Chooses augmentations class by class: each part of the recipe in turn is taken away from the recordings of one class, and stays away if the loss on recordings
/// that were held out falls by more than <see cref="LeastGain"/>. Held out is the first side, all along.
/// </summary>
/// <param name="settings">How to train; its recipe is where the search starts.</param>
/// <param name="lossOf">Trains on the first recordings and gives the loss on the second.</param>
/// <param name="backgrounds">Sounds without any of the classes, for the recipe.</param>
/// <param name="seed">Seed of the variants.</param>
internal sealed class AugmentationSearch(
    TrainingSettings settings, Func<IReadOnlyList<PreparedRecording>, IReadOnlyList<PreparedRecording>, double> lossOf, IReadOnlyList<short[]> backgrounds, int seed)
{
    /// <summary>Share of the loss that must be gained: two seeds differ by about as much.</summary>
    public const double LeastGain = 0.02;

    /// <summary>Searches.</summary>
    /// <param name="recordings">Recordings with the variants of the recipe; those of classes that lose a part get others.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="sides">The side of each recording.</param>
    /// <param name="stop">Stops it between trainings.</param>
    public IReadOnlyList<AugmentationChoice> Choose(PreparedRecording[] recordings, IReadOnlyList<string> labels, int[] sides, CancellationToken stop)
    {
        var best = Loss(recordings);
        var choices = new List<AugmentationChoice>();
        foreach (var label in labels)
        {
            var chosen = settings.Recipe;
            foreach (var name in settings.Recipe.Names)
            {
                stop.ThrowIfCancellationRequested();
                var without = chosen.Without(name);
                var varied = Varied(recordings, label, without, stop);
                var loss = Loss(varied);
                if (loss < best * (1 - LeastGain))
                {
                    (best, chosen) = (loss, without);
                    varied.CopyTo(recordings, 0);
                }
            }

            choices.Add(new AugmentationChoice(label, chosen, [.. settings.Recipe.Names.Except(chosen.Names, StringComparer.Ordinal)]));
        }

        return choices;

        double Loss(PreparedRecording[] varied) => lossOf([.. varied.Where((_, i) => sides[i] != 0)], [.. varied.Where((_, i) => sides[i] == 0)]);
    }

    // A recording is of the class that most of its events are of; one without events is of none.
    private static bool IsOf(PreparedRecording recording, string label) => string.Equals(
        recording.Recording.Events.GroupBy(e => e.Label, StringComparer.Ordinal).MaxBy(events => events.Count())?.Key, label, StringComparison.Ordinal);

    private PreparedRecording[] Varied(PreparedRecording[] recordings, string label, AugmentationRecipe recipe, CancellationToken stop)
    {
        var varied = new PreparedRecording[recordings.Length];
        SideBySide.Run(varied.Length, i => varied[i] = IsOf(recordings[i], label)
            ? PreparedRecording.Prepare(recordings[i].Recording, settings with { Recipe = recipe }, backgrounds, seed)
            : recordings[i], stop);
        return varied;
    }
}
