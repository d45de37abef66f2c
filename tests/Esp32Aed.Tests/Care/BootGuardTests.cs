using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests.Care;

public sealed class BootGuardTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_healthy_sensor_that_sleeps_writes_nothing_after_its_first_wake()
    {
        Start(woke: false);
        Start(woke: true);
        var drive = Contents();
        for (var wake = 0; wake < 100; wake++)
        {
            var (isSafe, lastEnd) = Start(woke: true, guard => { guard.Tick(61_000_000); guard.Succeeded(); });
            Assert.Equal((false, null), (isSafe, lastEnd));
        }

        Assert.Equal(drive, Contents());
    }

    [Theory]
    [InlineData(WatchedPhase.Listening)]
    [InlineData(WatchedPhase.Posting)]
    public void Three_crashes_in_a_row_start_safe_mode_and_a_success_between_does_not(int phase)
    {
        Start(woke: false);
        for (var crash = 1; crash <= 8; crash++)
        {
            Crash(phase);
            Assert.False(Start(woke: false, guard => { if (crash % 2 == 0) guard.Succeeded(); }).IsSafe);
        }

        Crash(phase);
        Assert.False(Start(woke: false).IsSafe);
        Crash(phase);
        Assert.False(Start(woke: false).IsSafe);
        Crash(phase);
        Assert.Equal((true, WatchedPhase.NameOf(phase) + ": IOException: disk 3"), Start(woke: false));
        Assert.True(Start(woke: true).IsSafe);
    }

    [Fact]
    public void Sleeping_in_order_ends_a_row_of_crashes_but_not_one_of_crashes_in_sessions()
    {
        Start(woke: false);
        foreach (var phase in new[] { WatchedPhase.Listening, WatchedPhase.Posting })
        {
            for (var crash = 1; crash <= 3; crash++)
            {
                Crash(phase);
                Assert.Equal(phase == WatchedPhase.Posting && crash == 3, Start(woke: false).IsSafe);
                Start(woke: true);
            }
        }
    }

    [Fact]
    public void Losing_power_is_no_crash_unless_three_times_within_a_minute()
    {
        Start(woke: false);
        for (var start = 0; start < 10; start++)
        {
            Assert.Equal((false, start == 0 ? null : "brown-out or power cut"), Start(woke: false, guard => guard.Tick(60_000_000), isFirst: start == 0));
        }

        // Since the last one settled, one more is needed.
        Assert.False(Start(woke: false).IsSafe);
        Assert.False(Start(woke: false).IsSafe);
        Assert.False(Start(woke: false, guard => guard.Tick(59_999_999)).IsSafe);
        Assert.Equal((true, "brown-out or power cut"), Start(woke: false));
    }

    [Fact]
    public void A_crash_ends_a_row_of_losses_of_power()
    {
        Start(woke: false);
        Start(woke: false);
        Start(woke: false);
        Crash(WatchedPhase.Listening);
        Start(woke: false);
        Start(woke: false);
        Assert.False(Start(woke: false).IsSafe);
        Assert.True(Start(woke: false).IsSafe);
    }

    [Fact]
    public void A_wanted_restart_is_no_crash()
    {
        Start(woke: false);
        for (var start = 0; start < 5; start++)
        {
            Assert.Equal((false, null), Start(woke: false, guard => guard.Restarting(leavesSafeMode: false), isFirst: start == 0));
        }
    }

    [Fact]
    public void Safe_mode_pauses_longer_each_time_and_listens_again_once_a_day()
    {
        CountOut();
        var pauses = new List<int>();
        for (var isSafe = true; isSafe;)
        {
            isSafe = Start(woke: true, guard =>
            {
                if (guard.IsSafe)
                {
                    pauses.Add(guard.NextPause());
                }
            }).IsSafe;
        }

        Assert.Equal([60, 120, 240, 480, 960, 1920, 3600, 3600], pauses.Take(8));
        Assert.InRange(pauses.Sum(), BootGuard.ProbationSeconds, BootGuard.ProbationSeconds + 3600);

        // On probation: another crash leads back for another day, a success ends it all.
        Assert.False(Start(woke: true).IsSafe);
        Crash(WatchedPhase.Listening);
        Assert.True(Start(woke: false).IsSafe);
        Assert.True(Start(woke: true, guard => guard.Succeeded()).IsSafe);
        Start(woke: true, guard => guard.Restarting(leavesSafeMode: true));
        Assert.False(Start(woke: false, guard => guard.Succeeded()).IsSafe);
        Crash(WatchedPhase.Listening);
        Assert.False(Start(woke: false).IsSafe);
    }

    [Fact]
    public void Without_a_drive_it_goes_on_in_normal_mode()
    {
        foreach (var name in new[] { "guard.0", "guard.1", "crash.0", "crash.1" })
        {
            Directory.CreateDirectory(Path.Combine(bench.Drive, name));
        }

        for (var start = 0; start < 5; start++)
        {
            Crash(WatchedPhase.Listening);
            Assert.False(Start(woke: false).IsSafe);
        }
    }

    private void CountOut()
    {
        Start(woke: false);
        for (var crash = 0; crash < BootGuard.MostBadStarts; crash++)
        {
            Crash(WatchedPhase.Listening);
            Start(woke: false);
        }
    }

    private void Crash(int phase) => bench.Run(() =>
    {
        var log = new CrashLog("I:\\crash");
        log.Note(phase, new IOException("disk 3"));
        return 0;
    });

    private (bool IsSafe, string? LastEnd) Start(bool woke, Action<BootGuard>? use = null, bool isFirst = false) => bench.Run(() =>
    {
        if (isFirst)
        {
            foreach (var file in Directory.GetFiles(bench.Drive, "guard.*"))
            {
                File.Delete(file);
            }
        }

        var guard = BootGuard.Begin("I:\\guard", woke, new CrashLog("I:\\crash"));
        var result = (guard.IsSafe, guard.LastEnd);
        use?.Invoke(guard);
        return result;
    });

    private string Contents() => string.Join('|', Directory.GetFiles(bench.Drive).Order(StringComparer.Ordinal).Select(f => Path.GetFileName(f) + Convert.ToHexString(File.ReadAllBytes(f))));
}
