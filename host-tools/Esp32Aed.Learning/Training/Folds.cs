using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>Splits recordings for cross-validation: by group, and so that each fold has its share of groups with events.</summary>
public static class Folds
{
    /// <summary>Number of groups that have events of the classes.</summary>
    public static int GroupsWithEvents(IReadOnlyList<TrainingRecording> recordings, IReadOnlyCollection<string> labels) => recordings
        .Where(recording => recording.Events.Any(e => labels.Contains(e.Label)))
        .Select(recording => recording.Group)
        .Distinct(StringComparer.Ordinal)
        .Count();

    /// <summary>The fold, 0 to <paramref name="folds"/> - 1, of each recording.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="labels">Classes that are trained.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    /// <param name="seed">Shuffles the groups.</param>
    /// <exception cref="UserFaultException">There are fewer groups with events, or groups, than folds.</exception>
    public static int[] Assign(IReadOnlyList<TrainingRecording> recordings, IReadOnlyCollection<string> labels, int folds, int seed)
    {
        var random = new Random(seed);
        var groups = recordings
            .GroupBy(recording => recording.Group, StringComparer.Ordinal)
            .Select(group => (Name: group.Key, Has: group.Any(r => r.Events.Any(e => labels.Contains(e.Label)))))
            .OrderBy(group => group.Name, StringComparer.Ordinal)
            .ToArray();
        var having = GroupsWithEvents(recordings, labels);
        if (having < folds)
        {
            throw new UserFaultException(
                FaultKind.Dataset,
                $"data set: {having} recording(s) have events of {string.Join(", ", labels)}, and {folds} folds need {folds}; label more recordings or use --folds {(having >= 2 ? having : 0)}");
        }

        random.Shuffle(groups);
        var foldOf = groups
            .OrderBy(group => group.Has)
            .Select((group, index) => (group.Name, Fold: index % folds))
            .ToDictionary(pair => pair.Name, pair => pair.Fold, StringComparer.Ordinal);
        return [.. recordings.Select(recording => foldOf[recording.Group])];
    }
}
