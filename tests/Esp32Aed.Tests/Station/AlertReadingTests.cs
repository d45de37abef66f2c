using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

public sealed class AlertReadingTests
{
    [Theory]
    [InlineData(AlertKind.RateOver, 2.0, 3.0, 2.1, 4.0, false, true)]
    [InlineData(AlertKind.RateOver, 2.0, 3.0, 1.9, 4.0, false, false)]
    [InlineData(AlertKind.RateOver, 2.0, 1.9, 1.0, 3.0, true, true)]
    [InlineData(AlertKind.RateOver, 2.0, 1.8, 1.0, 3.0, true, false)]
    [InlineData(AlertKind.RateOver, 0.0, 0.1, 0.01, 0.4, false, true)]
    [InlineData(AlertKind.RateOver, 0.0, 0.0, 0.0, 0.4, true, false)]
    [InlineData(AlertKind.RateUnder, 2.0, 1.0, 0.5, 1.9, false, true)]
    [InlineData(AlertKind.RateUnder, 2.0, 1.0, 0.5, 2.1, false, false)]
    [InlineData(AlertKind.RateUnder, 2.0, 1.0, 0.5, null, false, false)]
    [InlineData(AlertKind.RateUnder, 2.0, 2.1, 1.5, 3.0, true, true)]
    [InlineData(AlertKind.RateUnder, 2.0, 2.3, 1.5, 3.0, true, false)]
    [InlineData(AlertKind.BatteryBelow, 3400.0, 3399.0, null, null, false, true)]
    [InlineData(AlertKind.BatteryBelow, 3400.0, 3400.0, null, null, false, false)]
    [InlineData(AlertKind.BatteryBelow, 3400.0, 3449.0, null, null, true, true)]
    [InlineData(AlertKind.BatteryBelow, 3400.0, 3450.0, null, null, true, false)]
    [InlineData(AlertKind.Silent, null, 2700.0, null, null, false, false)]
    [InlineData(AlertKind.Silent, null, 2701.0, null, null, false, true)]
    [InlineData(AlertKind.Silent, null, 1351.0, null, null, true, true)]
    [InlineData(AlertKind.Silent, null, 1350.0, null, null, true, false)]
    public void It_rings_beyond_the_limit_and_ends_well_within(AlertKind kind, double? limit, double value, double? low, double? high, bool wasRaised, bool isRaised)
    {
        var rule = new AlertRule(kind, null, string.Empty, limit, 60, null);

        Assert.Equal(isRaised, new AlertReading(value, low, high).IsRaised(rule, gapSeconds: 900, wasRaised));
    }

    [Theory]
    [InlineData(5.0, 600)]
    [InlineData(900.0, 2700)]
    [InlineData(null, 86_400)]
    public void Silence_is_measured_by_the_sensors_own_rhythm(double? gap, double seconds)
    {
        var rule = new AlertRule(AlertKind.Silent, null, string.Empty, null, null, null);

        Assert.False(new AlertReading(seconds).IsRaised(rule, gap, wasRaised: false));
        Assert.True(new AlertReading(seconds + 1).IsRaised(rule, gap, wasRaised: false));
    }

    [Theory]
    [InlineData(AlertKind.Silent, null, 660.0, null, true, "yard-1: silent for 11 minutes")]
    [InlineData(AlertKind.Silent, null, 86_400.0, null, true, "yard-1: silent for 24 hours")]
    [InlineData(AlertKind.Silent, null, 5 * 86_400.0, null, true, "yard-1: silent for 5 days")]
    [InlineData(AlertKind.Silent, null, 5.0, null, false, "yard-1: posts again")]
    [InlineData(AlertKind.BatteryBelow, 3400.0, 3321.0, null, true, "yard-1: battery 3.32 V, below 3.40 V")]
    [InlineData(AlertKind.BatteryBelow, 3425.0, 3480.0, null, false, "yard-1: battery 3.48 V, no longer below 3.425 V")]
    [InlineData(AlertKind.RateOver, 2.5, 3.0, 3.5, true, "yard-1: cough 3 a minute (2.6 to 3.5), over 2.5")]
    [InlineData(AlertKind.RateOver, 2.5, 3.0, null, true, "yard-1: cough 3 a minute (2.6 or more), over 2.5")]
    public void It_is_told_in_one_line(AlertKind kind, double? limit, double value, double? high, bool isRaised, string line) =>
        Assert.Equal(line, new AlertReading(value, 2.6, high).Describe(new AlertRule(kind, null, "cough", limit, 60, null), "yard-1", isRaised));

    [Fact]
    public void Chance_does_not_ring()
    {
        // Ten minutes of a sound that comes 1.8 times a minute, and an alert over 2: the plain rate is over it in every fourth window.
        const int Windows = 2000;
        var rule = new AlertRule(AlertKind.RateOver, null, string.Empty, 2, 10, null);
        var random = new Random(6);
        var (over, rings) = (0, 0);
        for (var window = 0; window < Windows; window++)
        {
            var rate = StationRates.Of([.. Enumerable.Range(0, 10).Select(minute => new SumBucket(minute * 60_000L, Poisson(random, 1.8), 60_000, 60_000, 0, 1))])!;
            over += rate.PerMinute > 2 ? 1 : 0;
            rings += new AlertReading(rate.PerMinute, rate.Low, rate.High).IsRaised(rule, 60, wasRaised: false) ? 1 : 0;
        }

        Assert.InRange(over, Windows / 5, Windows / 2);
        Assert.InRange(rings, 0, Windows / 50);
    }

    private static int Poisson(Random random, double mean)
    {
        var (count, product) = (0, random.NextDouble());
        while (product > Math.Exp(-mean))
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }
}
