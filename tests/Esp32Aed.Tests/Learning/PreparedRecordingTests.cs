using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class PreparedRecordingTests
{
    private static readonly LabelledEvent[] Events =
        [new(0, 0.1, "a"), new(0.5, 0.6, "a"), new(0.5156, 0.7, "b"), new(1.2345, 1.3, "a"), new(1.28, 1.3, "a"), new(1.95, 2, "a"), new(5, 6, "a")];

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    public void A_frame_is_a_target_where_the_middle_of_what_it_judges_follows_an_onset(int sampleRate)
    {
        var settings = new TrainingSettings { SampleRate = sampleRate };
        var recording = new TrainingRecording("r", "r", new short[(2 * sampleRate) + 17], 2, Events);

        var prepared = PreparedRecording.Prepare(recording, settings);

        Assert.Equal(settings.Augmentations.Count, prepared.Variants.Count);
        foreach (var (variant, augmentation) in prepared.Variants.Zip(settings.Augmentations))
        {
            var skipped = augmentation.SkippedFrames * 0.032;
            Assert.Equal(Events.Select(e => e.Onset - skipped), variant.Events.Select(e => e.Onset));
            foreach (var label in new[] { "a", "b" })
            {
                var targets = PreparedRecording.Targets(variant, label, settings);
                Assert.Equal(variant.Features.Frames, targets.Length);
                for (var t = 0; t < targets.Length; t++)
                {
                    var middle = ((t - settings.LookAhead + 0.5) * 0.032) + skipped;
                    var follows = t >= settings.LookAhead && Events.Any(e => e.Label == label && middle >= e.Onset && middle < e.Onset + settings.OnsetSeconds);
                    Assert.True(targets[t] == (follows ? 1 : 0), $"{label}, frame {t}");
                }
            }
        }
    }

    [Fact]
    public void Variants_hear_the_gain_and_the_skip()
    {
        var settings = SynthTraining.Settings with { Augmentations = [new(0, 0), new(-20, 0.5)] };
        var recording = SynthTraining.HeldOut[0];

        var variant = PreparedRecording.Prepare(recording, settings).Variants[1];

        var expected = FeatureTrack.Compute(settings.ToFrontEnd(), Gain.Apply(recording.Samples, -20).AsSpan(128), settings.LookAhead);
        Assert.Equal(expected.Values, variant.Features.Values);
    }

    [Fact]
    public void Random_variants_follow_those_that_are_listed_and_bring_their_events_along()
    {
        var settings = SynthTraining.Settings with { RandomVariants = 3, Recipe = AugmentationRecipe.Standard.Only("speed").Always() };
        var recording = SynthTraining.HeldOut[0];

        var prepared = PreparedRecording.Prepare(recording, settings, [], seed: 4);

        Assert.Equal(settings.Augmentations.Count + 3, prepared.Variants.Count);
        var expected = new Augmenter(settings.SampleRate, []).Vary(recording, settings.Recipe, 4, 2);
        Assert.Equal(expected.Events, prepared.Variants[^2].Events);
        Assert.Equal(FeatureTrack.Compute(settings.ToFrontEnd(), expected.Samples, settings.LookAhead).Values, prepared.Variants[^2].Features.Values);
        Assert.NotEqual(recording.Events, expected.Events);
    }

    [Fact]
    public void A_recording_shorter_than_the_skip_is_no_fault()
    {
        var prepared = PreparedRecording.Prepare(new TrainingRecording("r", "r", [1], 1.0 / 8000, [new(0, 0, "a")]), new TrainingSettings());

        Assert.All(prepared.Variants, variant => Assert.NotEmpty(PreparedRecording.Targets(variant, "a", new TrainingSettings())));
    }
}
