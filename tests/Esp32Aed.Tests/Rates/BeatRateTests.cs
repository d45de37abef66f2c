using Esp32Aed.Rates;
using Esp32Aed.Sound.Synth;
using Xunit;

namespace Esp32Aed.Tests.Rates;

public sealed class BeatRateTests
{
    private static readonly double[] EveryFiveSeconds = [.. Enumerable.Range(0, 40).Select(i => 2 + (5.0 * i))];

    [Fact]
    public void Exact_beats_give_the_exact_rate() => Assert.Equal(new RateEstimate(12, 12, 12, Spacing.Regular), BeatRate.FromOnsets(EveryFiveSeconds));

    [Fact]
    public void Missed_and_false_beats_change_nothing()
    {
        var heard = EveryFiveSeconds.Where((_, i) => i % 7 != 3).Append(EveryFiveSeconds[5] + 0.6).Append(EveryFiveSeconds[20] + 2.5).Append(EveryFiveSeconds[30] - 1);

        Assert.Equal(12, BeatRate.FromOnsets(heard)!.Value.PerMinute, 9);
        Assert.NotEqual(12, 60.0 * heard.Count() / 200, 0.5);
    }

    [Fact]
    public void Random_events_have_no_beat()
    {
        var random = new SynthRandom(8);
        var claimed = Enumerable.Range(0, 500).Count(_ => BeatRate.FromOnsets(Simulation.Onsets(random.Fork(), 12, 300, jitter: null)) is not null);

        Assert.InRange(claimed, 0, 5);
    }

    [Fact]
    public void Double_blubs_are_not_taken_for_false_beats_when_there_are_many()
    {
        Assert.NotNull(BeatRate.FromOnsets(EveryFiveSeconds.Concat(EveryFiveSeconds.Take(4).Select(t => t + 0.4))));
        Assert.Null(BeatRate.FromOnsets(EveryFiveSeconds.Concat(EveryFiveSeconds.Take(10).Select(t => t + 0.4))));
    }

    [Fact]
    public void Too_few_beats_are_none()
    {
        Assert.Null(BeatRate.FromOnsets([]));
        Assert.Null(BeatRate.FromOnsets(EveryFiveSeconds.Take(6)));
        Assert.NotNull(BeatRate.FromOnsets(EveryFiveSeconds.Take(7)));
        Assert.Null(BeatRate.FromOnsets(Enumerable.Repeat(3.0, 20)));
        Assert.Throws<ArgumentOutOfRangeException>(() => BeatRate.FromOnsets([1, double.NaN]));
    }
}
