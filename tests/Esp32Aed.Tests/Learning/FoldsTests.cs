using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class FoldsTests
{
    [Fact]
    public void No_group_is_on_both_sides_and_events_and_groups_are_spread_evenly() =>
        Prop.ForAll(
            (from folds in Gen.Choose(2, 5)
             from having in Gen.Choose(folds, 15)
             from without in Gen.Choose(0, 15)
             from each in Gen.Choose(1, 3)
             from seed in Gen.Choose(0, 1000)
             select (folds, having, without, each, seed)).ToArbitrary(),
            test =>
            {
                var recordings = Make(test.having, test.without, test.each);

                var foldOf = Folds.Assign(recordings, ["cough"], test.folds, test.seed);

                var foldsOfGroup = recordings.Zip(foldOf).ToLookup(pair => pair.First.Group, pair => pair.Second);
                Assert.All(foldsOfGroup, group => Assert.Single(group.Distinct()));
                AssertEven(foldsOfGroup.Where(group => group.Key.StartsWith("with ", StringComparison.Ordinal)).Select(group => group.First()), test.folds);
                AssertEven(foldsOfGroup.Select(group => group.First()), test.folds);
                Assert.Equal(foldOf, Folds.Assign(recordings, ["cough"], test.folds, test.seed));
            }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));

    [Fact]
    public void The_seed_shuffles()
    {
        var recordings = Make(8, 8, 1);

        Assert.NotEqual(Folds.Assign(recordings, ["cough"], 4, 1), Folds.Assign(recordings, ["cough"], 4, 2));
    }

    [Theory]
    [InlineData(3, 4, "--folds 3")]
    [InlineData(1, 2, "--folds 0")]
    [InlineData(0, 2, "--folds 0")]
    public void Too_few_recordings_with_events_is_the_user_s_to_mend(int having, int folds, string advice)
    {
        var fault = Assert.Throws<UserFaultException>(() => Folds.Assign(Make(having, 9, 2), ["cough"], folds, 1));

        Assert.Equal(FaultKind.Dataset, fault.Kind);
        Assert.EndsWith(advice, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"{having} recording", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_of_other_labels_do_not_count() =>
        Assert.Throws<UserFaultException>(() => Folds.Assign(Make(9, 0, 1), ["bark"], 2, 1));

    private static void AssertEven(IEnumerable<int> foldOfEach, int folds)
    {
        var sizes = new int[folds];
        foreach (var fold in foldOfEach)
        {
            sizes[fold]++;
        }

        Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
    }

    private static TrainingRecording[] Make(int having, int without, int each) =>
    [
        .. Enumerable.Range(0, having * each).Select(i => Recording($"with {i % having}", [new LabelledEvent(0.1, 0.2, "cough")])),
        .. Enumerable.Range(0, without * each).Select(i => Recording($"without {i % Math.Max(without, 1)}", [new LabelledEvent(0.1, 0.2, "sneeze")])),
    ];

    private static TrainingRecording Recording(string group, LabelledEvent[] events) => new(group, group, [0], 1, events);
}
