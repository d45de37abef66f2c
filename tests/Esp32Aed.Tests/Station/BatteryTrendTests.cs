using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>Days left of a battery.</summary>
public sealed class BatteryTrendTests
{
    [Fact]
    public void A_falling_voltage_tells_the_days_until_it_is_empty()
    {
        var trend = BatteryTrend.Of(Hourly(24 * 10, hour => 4100 - (hour * 20 / 24.0) + (hour % 3)))!;

        Assert.Equal(-20, trend.PerDayMv!.Value, 0.1);
        Assert.Equal((trend.Millivolts - BatteryTrend.Empty) / 20.0, trend.DaysLeft!.Value, 1.0);
        Assert.InRange(trend.DaysLeftLow!.Value, 0, trend.DaysLeft!.Value);
    }

    [Fact]
    public void Days_are_counted_from_the_last_charge()
    {
        var trend = BatteryTrend.Of(Hourly(24 * 10, hour => hour < 120 ? 3700 - (hour * 50 / 24.0) : 4150 - ((hour - 120) * 10 / 24.0) + (hour % 2)))!;

        Assert.Equal(-10, trend.PerDayMv!.Value, 0.2);
    }

    [Fact]
    public void A_voltage_that_does_not_surely_fall_tells_no_days()
    {
        Assert.Null(BatteryTrend.Of(Hourly(48, hour => 3900 + (hour * 7 % 11)))!.DaysLeft);
        Assert.Null(BatteryTrend.Of(Hourly(48, hour => 3900 + hour))!.DaysLeft);
        Assert.Null(BatteryTrend.Of(Hourly(48, _ => 3900))!.DaysLeft);
    }

    [Fact]
    public void Too_little_tells_only_the_voltage()
    {
        Assert.Equal(new BatteryTrend(4000, null, null, null, BatteryTrend.Empty), BatteryTrend.Of(Hourly(1, _ => 4000)));
        Assert.Null(BatteryTrend.Of(Hourly(20, hour => 4000 - hour))!.PerDayMv);
        Assert.Null(BatteryTrend.Of([SomeRecords.One()]));
        Assert.Null(BatteryTrend.Of([]));
    }

    private static IEnumerable<SensorRecord> Hourly(int hours, Func<int, double> millivolts) => Enumerable.Range(0, hours)
        .Select(hour => SomeRecords.One(sequence: hour, start: SomeRecords.Noon.AddHours(hour)) with { BatteryMillivolts = (int)Math.Round(millivolts(hour)) });
}
