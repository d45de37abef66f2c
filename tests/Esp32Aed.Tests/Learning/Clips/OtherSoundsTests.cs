using Esp32Aed.Learning;
using Esp32Aed.Learning.Cards;
using Esp32Aed.Learning.Clips;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class OtherSoundsTests
{
    [Fact]
    public void Other_sounds_are_a_class_that_never_raises_an_event()
    {
        using var folder = new ClipFolder().With("high", 6).With("low", 6);
        using var others = new ClipFolder().With("noise", 8);
        var set = folder.Open();

        var result = Train(set, others);
        var model = result.Training.Trained.Model;

        Assert.Equal(["high", "low", "other"], model.Labels);
        Assert.Equal((4, 4), (result.Others.Learned.Count, result.Others.Judged.Count));
        Assert.Empty(result.Others.Learned.Select(sound => sound.Recording.Group).Intersect(result.Others.Judged.Select(sound => sound.Recording.Group), StringComparer.Ordinal));
        Assert.Equal(12, result.Validation!.Int8.Clips);
        Assert.True(result.Validation.Int8.Accuracy >= 0.9);
        var found = Files(others).SelectMany(file => Recordings.Detect(model, SoundFile.Read(file, 8000, _ => { }).Samples)).Select(e => e.ToLabel().Label).ToArray();
        Assert.DoesNotContain("other", found);
        var heard = set.Clips.Sum(clip => Recordings.Detect(model, SoundFile.Read(clip.Item.SoundPath, 8000, _ => { }).Samples).Count);
        Assert.InRange(heard, 10, 40);
        Assert.Contains("4 pieces of other sounds", ClipCard.Write(result, "n", "c", "a", "cost", 1), StringComparison.Ordinal);
    }

    [Fact]
    public void They_reject_sounds_like_them_that_no_class_was_trained_for()
    {
        using var folder = new ClipFolder().With("high", 4).With("low", 4).With("noise", 4);
        using var others = new ClipFolder().With("noise", 12);

        var without = Assert.Single(Train(folder.Open(), others: null, "noise").Unknown);
        var with = Assert.Single(Train(folder.Open(), others, "noise").Unknown);

        Assert.True(with.Raised <= without.Raised && with.Raised <= 0.25, $"{without.Raised} without, {with.Raised} with");
        Assert.True(with.KnownRaised >= 0.75, $"{with.KnownRaised}");
    }

    [Fact]
    public void What_can_not_serve_is_refused()
    {
        using var folder = new ClipFolder().With("high", 2).With("other", 2);
        using var one = new ClipFolder().With("noise", 1);

        Refused(() => Read(folder, folder.Open().Classes), "a class 'other' itself");
        Refused(() => Read(one, ["high", "low"]), "one sound only");
        Assert.Same(OtherSounds.None, OtherSounds.Read([], ["high", "low"], ClipFolder.Hurried, _ => { }, default));
    }

    private static ClipTrainingResult Train(ClipSet set, ClipFolder? others, params string[] unknown) =>
        ClipTrainingRun.Run(set with { Others = others is null ? [] : Files(others) }, ClipFolder.Hurried, 2, 1, unknown, null, _ => { });

    private static OtherSounds Read(ClipFolder others, IReadOnlyList<string> classes) => OtherSounds.Read(Files(others), classes, ClipFolder.Hurried, _ => { }, default);

    private static IReadOnlyList<string> Files(ClipFolder folder) => SoundFolder.List(folder.Path);

    private static void Refused(Action action, string reason) => Assert.Contains(reason, Assert.Throws<UserFaultException>(action).Message, StringComparison.Ordinal);
}
