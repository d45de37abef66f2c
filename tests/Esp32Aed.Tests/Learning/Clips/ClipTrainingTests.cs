using Esp32Aed.Learning;
using Esp32Aed.Learning.Clips;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class ClipTrainingTests
{
    [Fact]
    public void Three_kinds_of_sound_are_told_apart_and_the_same_seed_gives_the_same_bytes()
    {
        using var folder = new ClipFolder().With("high", 6).With("low", 6).With("noise", 6);
        var set = folder.Open();

        var result = Train(set, folds: 2);
        var again = Train(set, folds: 2);

        Assert.Equal(["high", "low", "noise"], result.Training.Trained.Model.Labels);
        Assert.Equal(18, result.Validation!.Int8.Clips);
        Assert.True(result.Validation.Int8.Accuracy >= 0.9);
        Assert.Equal(result.Validation.Float.Accuracy, result.Validation.Int8.Accuracy, 0.06);
        Assert.All(result.Validation.Detections, d => Assert.True(d.Recall >= 0.6 && d.FalseShare <= 0.2, d.ToString()));
        Assert.Equal(ModelWriter.ToBytes(result.Training.Trained.Model), ModelWriter.ToBytes(again.Training.Trained.Model));
        Assert.NotEqual(ModelWriter.ToBytes(result.Training.Trained.Model), ModelWriter.ToBytes(Train(set, folds: 2, seed: 2).Training.Trained.Model));
    }

    [Fact]
    public void Shipped_thresholds_give_events_of_the_class_when_its_sound_is_played()
    {
        using var folder = new ClipFolder().With("high", 6).With("noise", 6);
        var set = folder.Open();
        var model = Train(set, folds: 2).Training.Trained.Model;

        var right = set.Clips.Count(clip =>
        {
            var read = ClipTrainingRun.Read(clip.Item, 8000, _ => { });
            var events = Recordings.Detect(model, read.Samples).Where(e => e.ToLabel().Onset < read.Seconds).ToArray();
            return events.Length > 0 && events.All(e => e.ToLabel().Label == set.Classes[clip.Class]);
        });

        Assert.True(right >= 10, $"{right} of 12");
    }

    [Fact]
    public void A_class_that_is_left_out_is_unknown_to_weights_and_thresholds()
    {
        using var folder = new ClipFolder().With("high", 4).With("low", 4).With("noise", 4);
        using var changed = new ClipFolder().With("high", 4).With("low", 4).With("noise", 4);
        foreach (var sound in Directory.GetFiles(Path.Combine(changed.Path, "noise")))
        {
            WavFile.Write(sound, new short[8000], 8000);
        }

        var unknown = Assert.Single(Train(folder.Open(), folds: 2, unknown: ["noise"]).Unknown);
        var silent = Assert.Single(Train(changed.Open(), folds: 2, unknown: ["noise"]).Unknown);

        Assert.Equal(("noise", 4), (unknown.Label, unknown.Clips));
        Assert.InRange(unknown.Raised, 0, 1);
        Assert.Equal(unknown.KnownRaised, silent.KnownRaised);
        Assert.True(unknown.KnownRaised >= 0.5);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_with_the_reason()
    {
        using var folder = new ClipFolder().With("high", 2).With("low", 2);
        var settings = ClipFolder.Hurried with { Network = ClipFolder.Hurried.Network! with { LearningRate = 1e30 } };

        var fault = Assert.Throws<UserFaultException>(() => ClipTrainingRun.Run(folder.Open(), settings, 0, 1, [], null, _ => { }, null, TestContext.Current.CancellationToken));

        Assert.Contains("loss stopped being a number in round", fault.Message, StringComparison.Ordinal);
    }

    private static ClipTrainingResult Train(ClipSet set, int folds, int seed = 1, string[]? unknown = null) =>
        ClipTrainingRun.Run(set, ClipFolder.Hurried, folds, seed, unknown ?? [], null, _ => { }, null, TestContext.Current.CancellationToken);
}
