using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Clips;

/// <summary>What a model makes of a class it has never heard.</summary>
/// <param name="Label">The class.</param>
/// <param name="Clips">Number of its clips.</param>
/// <param name="Raised">Share of them that raise an event of any other class.</param>
/// <param name="KnownRaised">For comparison: share of held-out clips of the other classes that raise an event of their own.</param>
public sealed record UnknownSound(string Label, int Clips, double Raised, double KnownRaised)
{
    /// <summary>
    /// Leaves a class out: trains on the others less their first fold, chooses the thresholds on that fold, and plays the class's clips. Neither weights nor
    /// thresholds know the class.
    /// </summary>
    /// <param name="label">The class.</param>
    /// <param name="clips">All clips.</param>
    /// <param name="set">Their classes.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="folds">The fold of each clip.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="otherSounds">Sounds of none of the classes.</param>
    /// <param name="stop">Stops it.</param>
    public static UnknownSound Measure(
        string label, IReadOnlyList<PreparedRecording> clips, ClipSet set, TrainingSettings settings, int[] folds, int seed, OtherSounds otherSounds, CancellationToken stop)
    {
        var others = set.Classes.Where(other => !string.Equals(other, label, StringComparison.Ordinal)).ToList();
        var indices = set.Clips.Select(clip => others.IndexOf(set.Classes[clip.Class])).ToArray();
        var model = new ClipTrainer(settings, others, seed, stop) { Others = otherSounds }.Train([.. clips.Where((_, i) => indices[i] >= 0 && folds[i] != 0)]).Model;
        var decoders = new ClipDecoders(settings.FrameLength, settings.SampleRate);
        var heldOut = clips.Index().Where(clip => indices[clip.Index] >= 0 && folds[clip.Index] == 0).Select(clip => (indices[clip.Index], Logits(clip.Item))).ToArray();
        var judged = otherSounds.Judged.Select(sound => (ClipValidation.NoClass, Logits(sound)));
        var chosen = ClipValidation.DecodersOf(decoders, [.. heldOut, .. judged], others.Count);
        var never = clips.Where((_, i) => indices[i] < 0).Select(Logits).ToArray();
        return new UnknownSound(
            label,
            never.Length,
            (double)never.Count(logits => logits.Index().Any(ofClass => decoders.IsHeard(ofClass.Item, chosen[ofClass.Index]))) / never.Length,
            (double)heldOut.Count(clip => decoders.IsHeard(clip.Item2[clip.Item1], chosen[clip.Item1])) / heldOut.Length);

        int[][] Logits(PreparedRecording clip) => clip.Variants[0].Features.Logits(model)[..others.Count];
    }

    /// <summary>Makes sure that the classes can be left out.</summary>
    /// <exception cref="UserFaultException">There is no such class, too few are left, or there is no cross-validation whose folds could serve.</exception>
    public static void Check(ClipSet set, IReadOnlyList<string> labels, int folds)
    {
        foreach (var label in labels)
        {
            if (!set.Classes.Contains(label, StringComparer.Ordinal))
            {
                throw new UserFaultException(FaultKind.Settings, $"--unknown {label}: no such class is trained; choose from {string.Join(", ", set.Classes)}");
            }
        }

        if (labels.Count > 0 && (set.Classes.Count < 3 || folds == 0))
        {
            throw new UserFaultException(FaultKind.Settings, "--unknown: needs two classes besides the one left out, and --folds 2 or more");
        }
    }
}
