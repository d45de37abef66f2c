using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Learning.Cards;
using Esp32Aed.Learning.Clips;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests.Learning;

public sealed class AugmentationSearchTests
{
    private static readonly TrainingSettings Settings = new()
    {
        Augmentations = [new(0, 0)],
        RandomVariants = 1,
        Recipe = new AugmentationRecipe([new GainChange(), new TimeShift(), new SpeedChange { Factor = new(1.25, 1.25) }]),
    };

    [Fact]
    public void A_part_goes_where_the_held_out_loss_falls_by_enough_and_only_from_its_class()
    {
        var recordings = Enumerable.Range(0, 6).Select(i => Recording(i, i % 2 == 0 ? "a" : "b")).Append(Recording(6, label: null)).ToArray();
        var before = recordings.ToArray();
        var heard = new List<(int Learned, int HeldOut)>();

        // Sounds of class a that are played faster are what the loss is made of; anything else gains too little.
        var search = new AugmentationSearch(
            Settings,
            (learned, heldOut) =>
            {
                heard.Add((learned.Count, heldOut.Count));
                return 1 + (0.01 * learned.Count(r => IsOf(r, "b") && !IsFast(r))) + learned.Count(r => IsOf(r, "a") && IsFast(r));
            },
            [],
            seed: 1);
        var choices = search.Choose(recordings, ["a", "b"], [0, 0, 1, 1, 2, 2, 2], TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], choices.Select(choice => choice.Label));
        Assert.Equal(["speed"], choices[0].Dropped);
        Assert.Empty(choices[1].Dropped);
        Assert.Equal(["gain", "time-shift"], choices[0].Recipe.Names);
        Assert.All(heard, sizes => Assert.Equal((5, 2), sizes));
        Assert.Equal(7, heard.Count);
        Assert.All(recordings.Where(r => IsOf(r, "a")), r => Assert.False(IsFast(r)));
        Assert.Equal(before.Where(r => !IsOf(r, "a")), recordings.Where(r => !IsOf(r, "a")));
    }

    [Fact]
    public void Of_clips_the_card_says_what_was_chosen_for_each_class()
    {
        using var folder = new ClipFolder().With("high", 6).With("low", 6);
        var settings = ClipFolder.Hurried with { ChoosesAugmentations = true, Recipe = new AugmentationRecipe([new GainChange(), new PitchShift { Semitones = new(12, 12) }]) };

        var result = ClipTrainingRun.Run(folder.Open(), settings, 0, 1, [], null, _ => { }, stop: TestContext.Current.CancellationToken);

        Assert.Equal(["high", "low"], result.Training.Augmentations.Select(choice => choice.Label));
        var card = ClipCard.Write(result, "n", "c", "a", "cost", 1);
        Assert.All(result.Training.Augmentations, choice => Assert.Contains($"* Chosen for recordings of {choice.Label}: all of these", card, StringComparison.Ordinal));
    }

    [Fact]
    public void The_loss_on_held_out_recordings_is_lower_with_the_right_labels()
    {
        var settings = SynthTraining.Settings with { Network = new NetworkSettings { Shape = NetworkShape.Parse("3x1x6,3x2x6"), Epochs = 80 }, LookAhead = 3, OnsetSeconds = 0.1 };
        PreparedRecording[] learned = [.. SynthTraining.Prepared];
        PreparedRecording[] heldOut = [.. SynthTraining.HeldOut.Select(recording => PreparedRecording.Prepare(recording, settings))];
        PreparedRecording[] wrong = [.. learned.Select(recording => recording with { Variants = [.. recording.Variants.Select(v => v with { Events = [.. v.Events.Select(e => e with { Onset = e.Onset - 0.5 })] })] })];

        Assert.InRange(Loss(learned), 1e-6, 0.8 * Loss(wrong));
        Assert.Equal(Loss(learned), Loss(learned));

        double Loss(PreparedRecording[] from) => HeldOutLoss.Of(settings, SynthTraining.Labels, 1, from, heldOut, TestContext.Current.CancellationToken);
    }

    private static bool IsOf(PreparedRecording recording, string label) => recording.Recording.Events.Any(e => e.Label == label);

    private static bool IsFast(PreparedRecording recording) => recording.Variants[1].Features.Frames < 0.9 * recording.Variants[0].Features.Frames;

    private static PreparedRecording Recording(int number, string? label) => PreparedRecording.Prepare(
        new TrainingRecording($"{number}", $"{number}", TestSounds.Noise(3000, 16000, seed: (ulong)number + 1), 2, label is null ? [] : [new LabelledEvent(0.5, 0.8, label)]), Settings, seed: 1);
}
