using Esp32Aed.Learning.Clips;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class ClipSetTests
{
    [Fact]
    public void Classes_that_can_not_be_trained_are_refused_in_one_line()
    {
        using var folder = new ClipFolder().With("high", 2).With("low", 2).With("noise", 0);

        Refused(() => folder.Open(), "class 'noise' has no clips");
        Refused(() => folder.Open("high", "sneeze"), "no clip is of the class 'sneeze'", "high, low");
        Refused(() => folder.Open("high"), "one class only (high)");
        Assert.Equal([2, 2], folder.Open("low", "high").Counts());
    }

    [Fact]
    public void Folds_that_the_set_prescribes_are_used()
    {
        using var folder = new ClipFolder().Listed(("high", ["3", "7", "3"]), ("low", ["7", "3"]));
        var warnings = new List<string>();

        var folds = ClipFolds.Assign(folder.Open(), 4, 1, warnings.Add);

        Assert.Equal([0, 1, 0, 1, 0], folds);
        Assert.Contains("prescribes 2 folds", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_in_no_fold_or_in_one_only_is_refused()
    {
        using var none = new ClipFolder().Listed(("high", ["1", "2"]), ("low", ["", ""]));
        using var some = new ClipFolder().Listed(("high", ["1", "2"]), ("low", ["1", "2", ""]));
        using var one = new ClipFolder().Listed(("high", ["1", "2"]), ("low", ["2", "2"]));
        using var single = new ClipFolder().With("high", 2).With("low", 1);

        Refused(() => Assign(none), "class 'low' is in no fold");
        Refused(() => Assign(some), "low-2.wav: has no fold");
        Refused(() => Assign(one), "class 'low' is in fold 2 only");
        Refused(() => Assign(single), "class 'low' has one clip");
        Refused(() => ClipFolds.Assign(single.Open(), 4, 1, _ => { }), "3 clip(s) of different origin");
    }

    [Fact]
    public void Clips_are_dealt_out_evenly_by_class_and_the_takes_of_one_origin_stay_together()
    {
        DataItem Item(int origin, string label) => new($"{origin}.wav", $"origin {origin}", label, Fold: null, Events: null);
        var clips = Enumerable.Range(0, 24).Select(i => new Clip(Item(i / 2, i < 12 ? "a" : "b"), i < 12 ? 0 : 1)).ToArray();
        var set = new ClipSet("set", ["a", "b"], clips);

        var folds = ClipFolds.Assign(set, 3, 5, _ => { });

        Assert.All(Enumerable.Range(0, 12), origin => Assert.Equal(folds[2 * origin], folds[(2 * origin) + 1]));
        Assert.All(Enumerable.Range(0, 3), fold => Assert.All([0, 1], c => Assert.Equal(4, clips.Index().Count(clip => clip.Item.Class == c && folds[clip.Index] == fold))));
        Assert.Equal(folds, ClipFolds.Assign(set, 3, 5, _ => { }));
    }

    private static void Assign(ClipFolder folder) => ClipFolds.Assign(folder.Open(), 2, 1, _ => { });

    private static void Refused(Action action, params string[] words)
    {
        var fault = Assert.Throws<UserFaultException>(action);
        Assert.Equal(FaultKind.Dataset, fault.Kind);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.All(words, word => Assert.Contains(word, fault.Message, StringComparison.Ordinal));
    }
}
