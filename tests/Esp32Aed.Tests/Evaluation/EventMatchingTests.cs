using Esp32Aed.Learning.Evaluation;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Esp32Aed.Tests.Evaluation;

public class EventMatchingTests
{
    /// <summary>Up to seven events on a 50 ms grid of 1.5 s, unordered and with repeats, so that collars cut between grid points.</summary>
    private static readonly Gen<(double Onset, double Offset)[]> Events =
        from count in Gen.Choose(0, 7)
        from onsets in Gen.ArrayOf(Gen.Choose(0, 30), count)
        from lengths in Gen.ArrayOf(Gen.Choose(0, 12), count)
        select onsets.Zip(lengths, (onset, length) => (onset * 0.05, (onset + length) * 0.05)).ToArray();

    private static readonly Gen<double> Collar = Gen.Elements(0.0, 0.05, 0.1, 0.13, 0.2, 0.31);

    private static readonly Gen<OffsetCondition?> Offset = Gen.Elements<OffsetCondition?>(null, new OffsetCondition(0.1, 0.5), new OffsetCondition(0, 0));

    private static readonly Arbitrary<(((double, double)[] A, (double, double)[] B) Lists, (double Collar, OffsetCondition? Offset) Rule)> Cases =
        (from a in Events from b in Events from collar in Collar from offset in Offset select ((a, b), (collar, offset))).ToArbitrary();

    [Fact]
    public void As_large_as_brute_force_finds() => Holds((a, b, collar, offset) =>
        EventMatching.Match(a, b, collar, offset).Count == BruteForce(a, b, collar, offset, 0, 0));

    [Fact]
    public void Pairs_are_one_to_one_and_within_the_collar() => Holds((a, b, collar, offset) =>
    {
        var pairs = EventMatching.Match(a, b, collar, offset);
        return pairs.Select(p => p.Reference).Distinct().Count() == pairs.Count
            && pairs.Select(p => p.Estimated).Distinct().Count() == pairs.Count
            && pairs.Count <= Math.Min(a.Length, b.Length)
            && pairs.All(p => Math.Abs(a[p.Reference].Item1 - b[p.Estimated].Item1) <= collar);
    });

    [Fact]
    public void Onset_matching_is_symmetric_in_size() => Holds((a, b, collar, _) =>
        EventMatching.Match(a, b, collar).Count == EventMatching.Match(b, a, collar).Count);

    [Fact]
    public void A_wider_collar_never_matches_fewer() => Holds((a, b, collar, offset) =>
        EventMatching.Match(a, b, collar, offset).Count <= EventMatching.Match(a, b, collar + 0.05, offset).Count);

    [Theory]
    [InlineData(1.0, 2.0, 2.4, true)] // half of 1.0 s is 0.5
    [InlineData(1.0, 2.0, 2.5, true)] // inclusively
    [InlineData(1.0, 2.0, 2.6, false)]
    [InlineData(1.0, 1.2, 1.39, true)] // the collar, 0.2, is larger than half of 0.2
    [InlineData(1.0, 1.2, 1.45, false)]
    public void Offsets_may_differ_by_the_collar_or_by_a_part_of_the_length(double onset, double offset, double estimatedOffset, bool matches) =>
        Assert.Equal(matches ? 1 : 0, EventMatching.Match([(onset, offset)], [(onset, estimatedOffset)], 0.2, new OffsetCondition(0.2, 0.5)).Count);

    [Fact]
    public void A_long_chain_of_displaced_pairs_is_resolved()
    {
        // Each true event can take its own estimate or the next one's; the last true event finds its only estimate taken.
        var reference = Enumerable.Range(0, 3000).Reverse().Select(i => (i * 0.15, (i * 0.15) + 0.1)).ToArray();
        var estimated = Enumerable.Range(0, 3000).Select(i => ((i * 0.15) - 0.1, i * 0.15)).ToArray();

        Assert.Equal(3000, EventMatching.Match(reference, estimated, 0.12).Count);
    }

    private static void Holds(Func<(double, double)[], (double, double)[], double, OffsetCondition?, bool> property) =>
        Prop.ForAll(Cases, c => property(c.Lists.A, c.Lists.B, c.Rule.Collar, c.Rule.Offset)).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static int BruteForce((double Onset, double Offset)[] a, (double Onset, double Offset)[] b, double collar, OffsetCondition? offset, int next, int taken)
    {
        if (next == a.Length)
        {
            return 0;
        }

        var best = BruteForce(a, b, collar, offset, next + 1, taken);
        for (var e = 0; e < b.Length; e++)
        {
            var onsetsAgree = Math.Abs(a[next].Onset - b[e].Onset) <= collar;
            var offsetsAgree = offset is null
                || Math.Abs(a[next].Offset - b[e].Offset) <= Math.Max(offset.CollarSeconds, offset.FractionOfLength * (a[next].Offset - a[next].Onset));
            if ((taken & (1 << e)) == 0 && onsetsAgree && offsetsAgree)
            {
                best = Math.Max(best, 1 + BruteForce(a, b, collar, offset, next + 1, taken | (1 << e)));
            }
        }

        return best;
    }
}
