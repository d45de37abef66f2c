using Esp32Aed.Detection;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Clips;

/// <summary>What a class's decoder makes of clips by models and thresholds that had not heard them.</summary>
/// <param name="Label">The class.</param>
/// <param name="Recall">Share of its clips in which an event of it begins.</param>
/// <param name="FalseShare">Share of the other classes' clips in which one begins.</param>
public sealed record ClipDetection(string Label, double Recall, double FalseShare);

/// <summary>What clip models reach on clips they have not heard.</summary>
/// <param name="Int8">Classes by the judge, in integers.</param>
/// <param name="Float">Classes by the same judges before quantisation.</param>
/// <param name="Detections">Per class, what its decoder does.</param>
/// <param name="Logits">Per clip the integer logits by the model that had not heard it, [class][frame].</param>
/// <param name="OtherLogits">Per fold, what its model says of the other sounds that are not learned from.</param>
public sealed record ClipValidation(
    ClipReport Int8, ClipReport Float, IReadOnlyList<ClipDetection> Detections, IReadOnlyList<int[][]> Logits, IReadOnlyList<IReadOnlyList<int[][]>> OtherLogits)
{
    /// <summary>The class of sounds that are of none.</summary>
    internal const int NoClass = -1;

    /// <summary>Trains a model for each fold and tries it on the fold; thresholds are chosen on the clips of the other folds.</summary>
    /// <param name="clips">All clips.</param>
    /// <param name="set">Their classes.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="folds">The fold of each clip.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="progress">Told the done fraction.</param>
    /// <param name="others">Sounds of none of the classes.</param>
    /// <param name="stop">Stops it.</param>
    public static ClipValidation Run(
        IReadOnlyList<PreparedRecording> clips, ClipSet set, TrainingSettings settings, int[] folds, int seed, IProgress<double>? progress, OtherSounds others, CancellationToken stop)
    {
        var trainer = new ClipTrainer(settings, set.Classes, seed, stop) { Others = others };
        var classes = set.Classes.Count;
        var logits = new int[clips.Count][][];
        var otherLogits = new int[folds.Max() + 1][][][];
        var (judged, floats) = (new int[clips.Count], new int[clips.Count]);
        var done = 0;
        SideBySide.Run(folds.Max() + 1, fold =>
        {
            var trained = trainer.Train([.. clips.Where((_, i) => folds[i] != fold)]);
            for (var i = 0; i < clips.Count; i++)
            {
                if (folds[i] == fold)
                {
                    var features = clips[i].Variants[0].Features;
                    logits[i] = features.Logits(trained.Model)[..classes];
                    judged[i] = ClipScores.ClassOf(trained.Model, features, classes);
                    floats[i] = ClipScores.ClassOf(trained.Judge!, trained.Model, features, classes);
                }
            }

            otherLogits[fold] = [.. others.Judged.Select(sound => sound.Variants[0].Features.Logits(trained.Model)[..classes])];

            progress?.Report(Interlocked.Increment(ref done) / (folds.Max() + 1.0));
        }, stop);

        var (int8, before) = (new ClipReport(set.Classes), new ClipReport(set.Classes));
        for (var i = 0; i < clips.Count; i++)
        {
            int8.Add(set.Clips[i].Class, judged[i]);
            before.Add(set.Clips[i].Class, floats[i]);
        }

        var decoders = new ClipDecoders(settings.FrameLength, settings.SampleRate);
        return new ClipValidation(int8, before, [.. set.Classes.Select((label, c) => Detection(decoders, label, c, set, folds, logits, otherLogits))], logits, otherLogits);
    }

    /// <summary>The decoders' settings by all clips.</summary>
    public DecoderSettings[] Decoders(ClipSet set, TrainingSettings settings) =>
        DecodersOf(new ClipDecoders(settings.FrameLength, settings.SampleRate), [.. set.Clips.Select((clip, i) => (clip.Class, Logits[i])), .. OtherLogits.SelectMany(ofFold => ofFold).Select(ofSound => (NoClass, ofSound))], set.Classes.Count);

    /// <summary>The decoders' settings of all classes.</summary>
    /// <param name="decoders">Chooses them.</param>
    /// <param name="clips">The class and the integer logits of each clip.</param>
    /// <param name="classes">Number of classes.</param>
    internal static DecoderSettings[] DecodersOf(ClipDecoders decoders, IReadOnlyList<(int Class, int[][] Logits)> clips, int classes) =>
        [.. Enumerable.Range(0, classes).Select(c => decoders.Tune([.. clips.Select(clip => (clip.Logits[c], clip.Class == c))]))];

    private static ClipDetection Detection(ClipDecoders decoders, string label, int ofClass, ClipSet set, int[] folds, int[][][] logits, int[][][][] others)
    {
        int right = 0, wrong = 0;
        for (var fold = 0; fold <= folds.Max(); fold++)
        {
            var settings = decoders.Tune(
            [
                .. set.Clips.Select((clip, i) => (logits[i][ofClass], clip.Class == ofClass)).Where((_, i) => folds[i] != fold),
                .. others.Where((_, other) => other != fold).SelectMany(ofFold => ofFold).Select(ofSound => (ofSound[ofClass], false)),
            ]);
            for (var i = 0; i < logits.Length; i++)
            {
                if (folds[i] == fold && decoders.IsHeard(logits[i][ofClass], settings))
                {
                    right += set.Clips[i].Class == ofClass ? 1 : 0;
                    wrong += set.Clips[i].Class == ofClass ? 0 : 1;
                }
            }
        }

        var all = set.Counts()[ofClass];
        return new ClipDetection(label, (double)right / all, (double)wrong / (logits.Length - all));
    }
}
