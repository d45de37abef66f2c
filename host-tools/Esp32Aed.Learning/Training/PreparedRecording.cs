using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>A training recording with its features, as it is and as it is augmented. Computed once, used by every fold.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Variants">Its variants; the first is the recording itself.</param>
public sealed record PreparedRecording(TrainingRecording Recording, IReadOnlyList<PreparedRecording.Variant> Variants)
{
    /// <summary>One way to hear the recording.</summary>
    /// <param name="Features">The features.</param>
    /// <param name="SkippedSeconds">How much was cut off its start, so that frames fall elsewhere.</param>
    public sealed record Variant(FeatureTrack Features, double SkippedSeconds);

    /// <summary>Computes the features of a recording and of its variants.</summary>
    public static PreparedRecording Prepare(TrainingRecording recording, TrainingSettings settings)
    {
        var frontEnd = settings.ToFrontEnd();
        return new PreparedRecording(recording, [.. settings.Augmentations.Select(augmentation =>
        {
            var skipped = Math.Min((int)(augmentation.SkippedFrames * settings.FrameLength), recording.Samples.Length);
            var samples = Gain.Apply(recording.Samples, augmentation.GainDb).AsSpan(skipped);
            return new Variant(FeatureTrack.Compute(frontEnd, samples, settings.LookAhead), (double)skipped / settings.SampleRate);
        })]);
    }

    /// <summary>True events of a class, seconds.</summary>
    public IReadOnlyList<(double Onset, double Offset)> EventsOf(string label) =>
        [.. Recording.Events.Where(e => string.Equals(e.Label, label, StringComparison.Ordinal)).Select(e => (e.Onset, e.Offset))];

    /// <summary>
    /// What the classifier should say of each frame of a variant: 1 where the middle of the frame it judges lies within
    /// <see cref="TrainingSettings.OnsetSeconds"/> after a labelled onset.
    /// </summary>
    public float[] Targets(Variant variant, string label, TrainingSettings settings)
    {
        var targets = new float[variant.Features.Frames];
        var hop = (double)settings.FrameLength / settings.SampleRate;
        foreach (var (onset, _) in EventsOf(label))
        {
            // Frame t has its middle at (t + 1/2) hops.
            var from = (int)Math.Ceiling(((onset - variant.SkippedSeconds) / hop) - 0.5);
            var to = (int)Math.Ceiling(((onset + settings.OnsetSeconds - variant.SkippedSeconds) / hop) - 0.5);
            for (var t = Math.Max(from, 0); t < to && t + settings.LookAhead < targets.Length; t++)
            {
                targets[t + settings.LookAhead] = 1;
            }
        }

        return targets;
    }
}
