using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Clips;

/// <summary>Folds of clips: those that the set prescribes, else by group, each class dealt out evenly.</summary>
public static class ClipFolds
{
    /// <summary>The fold, from 0, of each clip.</summary>
    /// <param name="set">The clips.</param>
    /// <param name="folds">Number of folds, 2 or more; the set's own number takes its place.</param>
    /// <param name="seed">Shuffles the groups, where the set prescribes nothing.</param>
    /// <param name="warn">Told when the set has another number of folds.</param>
    /// <exception cref="UserFaultException">A class is in no fold, or in one only.</exception>
    public static int[] Assign(ClipSet set, int folds, int seed, Action<string> warn)
    {
        var prescribed = set.Clips.Select(clip => clip.Item.Fold).OfType<int>().Distinct().Order().ToArray();
        var assigned = prescribed.Length > 0 ? Prescribed(set, prescribed) : Dealt(set, folds, seed);
        if (prescribed.Length > 0 && prescribed.Length != folds)
        {
            warn($"{set.Path}: it prescribes {prescribed.Length} folds, which are used instead of {folds}");
        }

        for (var c = 0; c < set.Classes.Count; c++)
        {
            var of = set.Clips.Index().Where(clip => clip.Item.Class == c).ToArray();
            if (of.Select(clip => assigned[clip.Index]).Distinct().Count() < 2)
            {
                throw new UserFaultException(FaultKind.Dataset, $"{set.Path}: class '{set.Classes[c]}' " + (of.Length == 1
                    ? "has one clip, so no model that has heard the class can be tried on another; add clips, or leave the class out with --label"
                    : prescribed.Length > 0
                        ? $"is in fold {prescribed[assigned[of[0].Index]]} only, so the model that is tried on it has never heard it; spread its clips over the folds, or leave the class out with --label"
                        : "has clips of one origin only, so no model that has heard it can be tried on another; add clips, or leave the class out with --label"));
            }
        }

        return assigned;
    }

    private static int[] Prescribed(ClipSet set, int[] prescribed)
    {
        foreach (var clip in set.Clips)
        {
            if (clip.Item.Fold is null)
            {
                var inNone = !set.Clips.Any(other => other.Class == clip.Class && other.Item.Fold is not null);
                throw new UserFaultException(FaultKind.Dataset, inNone
                    ? $"{set.Path}: class '{set.Classes[clip.Class]}' is in no fold though others are; fill in the column fold for its clips, or leave the class out with --label"
                    : $"{clip.Item.SoundPath}: has no fold though other clips have; fill in its column fold");
            }
        }

        return [.. set.Clips.Select(clip => Array.IndexOf(prescribed, clip.Item.Fold!.Value))];
    }

    private static int[] Dealt(ClipSet set, int folds, int seed)
    {
        var random = new Random(seed);
        var foldOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var c = 0; c < set.Classes.Count; c++)
        {
            var groups = set.Clips
                .Where(clip => clip.Class == c)
                .Select(clip => clip.Item.Group)
                .Distinct(StringComparer.Ordinal)
                .Where(group => !foldOf.ContainsKey(group))
                .Order(StringComparer.Ordinal)
                .ToArray();
            random.Shuffle(groups);
            foreach (var group in groups)
            {
                foldOf.Add(group, foldOf.Count % folds);
            }
        }

        return foldOf.Count >= folds
            ? [.. set.Clips.Select(clip => foldOf[clip.Item.Group])]
            : throw new UserFaultException(
                FaultKind.Dataset, $"{set.Path}: {foldOf.Count} clip(s) of different origin, and {folds} folds need {folds}; add clips or use --folds {(foldOf.Count >= 2 ? foldOf.Count : 0)}");
    }
}
