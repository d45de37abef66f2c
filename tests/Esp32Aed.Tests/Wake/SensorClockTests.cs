using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;
using BoardThread = Esp32Aed.VirtualBoard.Api.Thread;

namespace Esp32Aed.Tests;

/// <summary>Device time over sleeps, and the dates of what happened in it.</summary>
public sealed class SensorClockTests
{
    private const long Second = 1000000;
    private static readonly DateTime Born = new(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void What_came_before_the_first_time_of_the_network_is_dated_backwards()
    {
        using var bench = new Bench();
        var life = new BoardLife(bench.Options(), Born);
        long ticks = 0;
        life.Start(() =>
        {
            var clock = Clock(out _);
            BoardThread.Sleep(5000);
            var moment = clock.Now;
            Assert.Equal(0, clock.UtcTicks(clock.Era, moment));
            BoardThread.Sleep(60000);
            SetTime();
            clock.Synchronise();
            ticks = clock.UtcTicks(clock.Era, moment);
        });
        Assert.Equal(Born.AddSeconds(5).Ticks, ticks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30000)]
    [InlineData(-50000)]
    public void Device_time_goes_on_over_sleeps_and_drift_is_spread_when_the_network_tells_the_time_again(int driftPpm)
    {
        using var bench = new Bench();
        var life = new BoardLife(bench.Options(), Born) { SleepDriftPpm = driftPpm };
        var moments = new List<(int Era, long Device, DateTime True)>();
        var dates = new List<long>();
        for (var wake = 0; wake < 5; wake++)
        {
            var last = wake == 4;
            life.Start(
                () =>
                {
                    var clock = Clock(out var state);
                    moments.Add((clock.Era, clock.Now, life.Now));
                    if (wake == 0 || last)
                    {
                        SetTime();
                        clock.Synchronise();
                    }

                    if (last)
                    {
                        dates.AddRange(moments.Select(m => clock.UtcTicks(m.Era, m.Device)));
                    }

                    BoardThread.Sleep(1000);
                    Sleep(clock, state, 600);
                });
        }

        Assert.Single(moments.Select(m => m.Era).Distinct());
        Assert.True(moments.Zip(moments.Skip(1)).All(p => p.First.Device < p.Second.Device));
        Assert.All(moments.Zip(dates), p => Assert.Equal(p.First.True.Ticks / 1e7, p.Second / 1e7, 1.0));
    }

    [Fact]
    public void A_power_cut_begins_another_era_and_the_one_before_keeps_its_dates()
    {
        using var bench = new Bench();
        var life = new BoardLife(bench.Options(), Born);
        (int Era, long Moment) noted = default;
        life.Start(() =>
        {
            var clock = Clock(out var state);
            SetTime();
            clock.Synchronise();
            BoardThread.Sleep(30000);
            noted = (clock.Era, clock.Now);
            state.Save();
        });
        life.StayOff(TimeSpan.FromDays(3));
        life.Start(() =>
        {
            var clock = Clock(out _);
            Assert.NotEqual(noted.Era, clock.Era);
            Assert.Equal(Born.AddSeconds(30).Ticks, clock.UtcTicks(noted.Era, noted.Moment));
            Assert.Equal(0, clock.UtcTicks(clock.Era, clock.Now));
            Assert.Equal(0, clock.UtcTicks(noted.Era - 1, 0));
            Assert.Equal(-1, clock.LocalMinute(clock.Now, 0));
        });
    }

    [Fact]
    public void A_clock_that_jumps_changes_no_length_and_turns_no_order()
    {
        using var bench = new Bench();
        var life = new BoardLife(bench.Options(), Born);
        var moments = new List<long>();
        var dates = new List<long>();
        var errors = new[] { 0, 9000, -20000, 0 };
        for (var wake = 0; wake < errors.Length; wake++)
        {
            life.Start(
                () =>
                {
                    var clock = Clock(out var state);
                    BoardThread.Sleep(2000);
                    moments.Add(clock.Now);
                    SetTime();
                    clock.Synchronise();
                    dates = [.. moments.Select(m => clock.UtcTicks(clock.Era, m))];
                    Sleep(clock, state, 300);
                },
                switchedOn: board => board.Wifi.TimeError = TimeSpan.FromSeconds(errors[wake]));
            Assert.Equal(dates.Order(), dates);
        }

        Assert.All(moments.Zip(moments.Skip(1)), p => Assert.Equal(302, (p.Second - p.First) / 1e6, 1.0));
    }

    [Fact]
    public void Boot_numbers_never_come_twice_even_where_the_state_is_damaged()
    {
        using var bench = new Bench();
        var life = new BoardLife(bench.Options(), Born);
        var boots = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            life.Start(() => boots.Add(WakeState.Begin("I:\\wake", isFromSleep: false).Boot));
            if (i % 3 == 1)
            {
                var folder = Path.Combine(bench.Drive, "wake");
                var newest = Directory.GetFiles(folder).Select(Path.GetFileName).OrderByDescending(name => BitConverter.ToUInt32(NameFolder.BytesOf(name))).First()!;
                var bytes = NameFolder.BytesOf(newest);
                bytes[i] ^= 0x10;
                File.Move(Path.Combine(folder, newest), Path.Combine(folder, NameFolder.PathOf(string.Empty, bytes)[1..]));
            }
        }

        Assert.Equal(boots.Count, boots.Distinct().Count());
        Assert.Equal(boots.Order(), boots);
        Assert.Equal([1, 2], boots.Take(2));
    }

    private static SensorClock Clock(out WakeState state)
    {
        state = WakeState.Begin("I:\\wake", Board.Current.IsWakeUp);
        return new SensorClock(state);
    }

    private static void SetTime() => nanoFramework.Networking.Sntp.UpdateNow();

    private static void Sleep(SensorClock clock, WakeState state, int seconds)
    {
        clock.BeginSleep(seconds * Second);
        state.SaveForSleep();
        nanoFramework.Hardware.Esp32.Sleep.EnableWakeupByTimer(TimeSpan.FromSeconds(seconds));
        nanoFramework.Hardware.Esp32.Sleep.StartDeepSleep();
    }
}
