using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>A training recording with its features, as it is and as it is augmented. Computed once, used by every fold.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Variants">Its variants; the first is the recording itself.</param>
public sealed record PreparedRecording(TrainingRecording Recording, IReadOnlyList<PreparedRecording.Variant> Variants)
{
    /// <summary>One way to hear the recording.</summary>
    /// <param name="Features">The features.</param>
    /// <param name="Events">The events where they lie in this variant; one whose start was cut off has a negative onset.</param>
    public sealed record Variant(FeatureTrack Features, IReadOnlyList<LabelledEvent> Events);

    /// <summary>Computes the features of a recording and of its variants.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="settings">Front end and augmentation.</param>
    /// <param name="backgrounds">Sounds without any of the classes, for the recipe.</param>
    /// <param name="seed">Seed of the variants.</param>
    public static PreparedRecording Prepare(TrainingRecording recording, TrainingSettings settings, IReadOnlyList<short[]>? backgrounds = null, int seed = 0)
    {
        var frontEnd = settings.ToFrontEnd();
        var augmenter = new Augmenter(settings.SampleRate, backgrounds ?? []);
        return new PreparedRecording(recording,
        [
            .. settings.Augmentations.Select(augmentation => Shifted(recording, augmentation, settings)),
            .. Enumerable.Range(1, settings.RandomVariants).Select(k => Of(augmenter.Vary(recording, settings.Recipe, (ulong)seed, k))),
        ]);

        Variant Of(TrainingRecording variant) => new(FeatureTrack.Compute(frontEnd, variant.Samples, settings.LookAhead), variant.Events);

        Variant Shifted(TrainingRecording whole, Augmentation augmentation, TrainingSettings given)
        {
            var skipped = Math.Min((int)(augmentation.SkippedFrames * given.FrameLength), whole.Samples.Length);
            var seconds = (double)skipped / given.SampleRate;
            return Of(whole with
            {
                Samples = Gain.Apply(whole.Samples, augmentation.GainDb)[skipped..],
                Events = [.. whole.Events.Select(e => e with { Onset = e.Onset - seconds, Offset = e.Offset - seconds })],
            });
        }
    }

    /// <summary>True events of a class, seconds.</summary>
    public IReadOnlyList<(double Onset, double Offset)> EventsOf(string label) =>
        [.. Recording.Events.Where(e => string.Equals(e.Label, label, StringComparison.Ordinal)).Select(e => (e.Onset, e.Offset))];

    /// <summary>
    /// What the classifier should say of each frame of a variant: 1 where the middle of the frame it judges lies within
    /// <see cref="TrainingSettings.OnsetSeconds"/> after a labelled onset.
    /// </summary>
    public static float[] Targets(Variant variant, string label, TrainingSettings settings)
    {
        var targets = new float[variant.Features.Frames];
        var hop = (double)settings.FrameLength / settings.SampleRate;
        foreach (var e in variant.Events.Where(e => string.Equals(e.Label, label, StringComparison.Ordinal)))
        {
            // Frame t has its middle at (t + 1/2) hops.
            var from = (int)Math.Ceiling((e.Onset / hop) - 0.5);
            var to = (int)Math.Ceiling(((e.Onset + settings.OnsetSeconds) / hop) - 0.5);
            for (var t = Math.Max(from, 0); t < to && t + settings.LookAhead < targets.Length; t++)
            {
                targets[t + settings.LookAhead] = 1;
            }
        }

        return targets;
    }
}
