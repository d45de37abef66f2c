using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Two records made into one.</summary>
public sealed class RecordMergeTests
{
    [Fact]
    public void Sums_what_was_counted_and_keeps_the_firsts_identity()
    {
        var merged = RecordMerge.Of(Record(4, 0, 60, [1, 2]), Record(5, 60, 60, [10, 20]));
        Assert.Equal((1, 4, 2), (merged.Boot, merged.Sequence, merged.Records));
        Assert.Equal([11, 22], merged.Counts);
        Assert.Equal((116000000, 4000000), (merged.ListenedMicroseconds, merged.LostMicroseconds));
        Assert.Equal("yard-1", merged.Device);
        Assert.Equal(7u, merged.ModelChecksum);
    }

    [Fact]
    public void Is_as_long_as_from_the_firsts_start_to_the_seconds_end()
    {
        var merged = RecordMerge.Of(Record(0, 100, 60, [0, 0]), Record(1, 700, 60, [0, 0]));
        Assert.Equal((100000000, 660000000), (merged.StartMicroseconds, merged.LengthMicroseconds));
        Assert.Equal(860000000, RecordMerge.Of(merged, Record(2, 900, 60, [0, 0])).LengthMicroseconds);
    }

    [Fact]
    public void Is_as_long_as_both_where_the_device_lost_its_clock_between_them()
    {
        var second = Record(0, 5, 60, [0, 0]);
        second.Era = 2;
        Assert.Equal(120000000, RecordMerge.Of(Record(9, 100000, 60, [0, 0]), second).LengthMicroseconds);
    }

    [Fact]
    public void Averages_load_by_time_and_score_by_events_and_takes_the_latest_battery_and_the_gravest_reason()
    {
        var first = Record(0, 0, 60, [3, 0]);
        var second = Record(1, 60, 180, [0, 1]);
        (first.LoadPermille, second.LoadPermille) = (100, 500);
        (first.MeanPeak, second.MeanPeak) = (1000, -1000);
        (first.BatteryMillivolts, second.BatteryMillivolts) = (3900, 3800);
        (first.Rssi, second.Rssi) = (-60, 0);
        (first.ResetReason, second.ResetReason) = (WakeReason.Crash, WakeReason.Wake);
        var merged = RecordMerge.Of(first, second);
        Assert.Equal((401, 500, 3800, -60, WakeReason.Crash), (merged.LoadPermille, merged.MeanPeak, merged.BatteryMillivolts, merged.Rssi, merged.ResetReason));
    }

    [Fact]
    public void Of_silence_the_mean_score_is_0() => Assert.Equal(0, RecordMerge.Of(Record(0, 0, 60, [0, 0]), Record(1, 60, 60, [0, 0])).MeanPeak);

    private static CountRecord Record(int sequence, long start, long length, int[] counts) => new()
    {
        Device = "yard-1",
        ModelChecksum = 7,
        Labels = ["a", "b"],
        Boot = 1,
        Sequence = sequence,
        Era = 1,
        StartMicroseconds = start * 1000000,
        LengthMicroseconds = length * 1000000,
        ListenedMicroseconds = (length - 2) * 1000000,
        LostMicroseconds = 2000000,
        Counts = counts,
    };
}
