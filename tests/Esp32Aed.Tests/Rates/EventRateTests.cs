using Esp32Aed.Rates;
using Esp32Aed.Sound.Synth;
using Xunit;

namespace Esp32Aed.Tests.Rates;

public sealed class EventRateTests
{
    [Fact]
    public void A_count_is_divided_by_the_minutes_listened_to()
    {
        var rate = EventRate.FromCount(10, 120);

        Assert.Equal(5, rate.PerMinute, 12);
        Assert.Equal((PoissonInterval.Of(10).Low / 2, PoissonInterval.Of(10).High / 2), (rate.Low, rate.High));
    }

    [Fact]
    public void Nothing_heard_still_limits_the_rate()
    {
        var rate = EventRate.FromCount(0, 600);

        Assert.Equal((0, 0), (rate.PerMinute, rate.Low));
        Assert.Equal(0.384, rate.High, 3);
        Assert.Equal(rate, EventRate.FromOnsets([], 600));
        Assert.Equal(rate, EventRate.FromStretches([new Stretch(0, 500), new Stretch(0, 100)]));
    }

    [Fact]
    public void Spacing_is_noticed()
    {
        var random = new SynthRandom(3);
        Assert.Equal(Spacing.Random, EventRate.FromOnsets(Simulation.Onsets(random, 12, 600, jitter: null), 600).Spacing);
        Assert.Equal(Spacing.Regular, EventRate.FromOnsets(Simulation.Onsets(random, 12, 600, jitter: 0.3), 600).Spacing);

        var bouts = Simulation.Onsets(random, 1, 3600, jitter: null).SelectMany(start => Enumerable.Range(0, 5).Select(i => start + (0.4 * i))).Where(t => t < 3600).ToList();
        var clustered = EventRate.FromOnsets(bouts, 3600);
        var poisson = EventRate.FromCount(bouts.Count, 3600);
        Assert.Equal(Spacing.Clustered, clustered.Spacing);
        Assert.Equal(poisson.PerMinute, clustered.PerMinute, 12);
        Assert.True(clustered.High - clustered.Low > 1.8 * (poisson.High - poisson.Low), clustered.ToString());
    }

    [Fact]
    public void Bouts_are_covered_where_the_Poisson_interval_fails()
    {
        static List<double> Bouts(SynthRandom random) =>
            [.. Simulation.Onsets(random, 1, 7200, jitter: null).SelectMany(start => Enumerable.Range(0, random.Integer(1, 5)).Select(i => start + (0.4 * i))).Where(t => t < 7200)];

        Assert.InRange(Simulation.Coverage("bouts, 3/min, 120 min", 3, random => EventRate.FromOnsets(Bouts(random), 7200)), 0.9, 0.97);
        Assert.InRange(Simulation.Coverage("bouts taken as random", 3, random => EventRate.FromCount(Bouts(random).Count, 7200)), 0, 0.8);
    }

    [Fact]
    public void The_Poisson_interval_alone_would_be_far_too_wide_for_regular_events() =>
        Assert.InRange(
            Simulation.Coverage("regular taken as random", 12, random => EventRate.FromCount(Simulation.Onsets(random, 12, 600, 0.1).Count, 600)), 0.999, 1);

    [Fact]
    public void Order_and_unit_of_time_do_not_matter()
    {
        var onsets = Simulation.Onsets(new SynthRandom(5), 20, 300, jitter: 0.2);
        var rate = EventRate.FromOnsets(onsets, 300);

        Assert.Equal(rate, EventRate.FromOnsets(Enumerable.Reverse(onsets), 300));
        var slow = EventRate.FromOnsets(onsets.Select(t => 10 * t), 3000);
        Assert.Equal(rate.PerMinute, 10 * slow.PerMinute, 9);
        Assert.Equal(rate.High, 10 * slow.High, 9);
    }

    [Fact]
    public void Events_at_the_same_moment_do_no_harm()
    {
        Assert.Equal(EventRate.FromCount(9, 60), EventRate.FromOnsets(Enumerable.Repeat(7.0, 9), 60));
        Assert.True(double.IsFinite(EventRate.FromOnsets([1, 1, 1, 1, 5, 9, 9, 9, 9], 60).High));
    }

    [Fact]
    public void A_record_in_which_nothing_was_listened_to_adds_nothing() =>
        Assert.Equal(EventRate.FromCount(3, 60), EventRate.FromStretches([new Stretch(3, 60), new Stretch(0, 0)]));

    [Fact]
    public void Impossible_input_is_refused_with_its_reason()
    {
        Refused(() => EventRate.FromCount(-1, 60), "count");
        Refused(() => EventRate.FromCount(1, 0), "above 0 seconds");
        Refused(() => EventRate.FromCount(1, double.NaN), "above 0 seconds");
        Refused(() => EventRate.FromCount(1, double.PositiveInfinity), "above 0 seconds");
        Refused(() => EventRate.FromOnsets([double.NaN], 60), "within the recording");
        Refused(() => EventRate.FromOnsets([-0.5], 60), "within the recording");
        Refused(() => EventRate.FromOnsets([1500], 60), "0 to 60 s");
        Refused(() => EventRate.FromStretches([]), "above 0 seconds");
        Refused(() => EventRate.FromStretches([new Stretch(-1, 60)]), "stretches");
        Refused(() => EventRate.FromStretches([new Stretch(1, -60)]), "below 0 seconds");
    }

    private static void Refused(Func<object> estimate, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentOutOfRangeException>(estimate).Message, StringComparison.Ordinal);
}
