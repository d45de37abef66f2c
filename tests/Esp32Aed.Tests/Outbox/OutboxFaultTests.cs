using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The outbox against power cuts at every byte and against a drive that fails at every call.</summary>
public sealed class OutboxFaultTests
{
    // Fills the outbox until records are merged, sends some, fills again.
    private static readonly int[] History =
        [.. Enumerable.Repeat(1, 12), -3, -1, .. Enumerable.Repeat(2, 66), -8, -2, .. Enumerable.Repeat(3, 20), -8, -8, 1, 1, -8, -8, 2, -1, 1];

    [Fact]
    public void Without_faults_nothing_is_lost_though_records_are_merged()
    {
        var sensor = new SendingSensor(new FlashDrive());
        Assert.True(sensor.Live(History));
        sensor.Finish();
        Assert.True(sensor.MostMerged > 1);
        Assert.Equal(0, sensor.Refused);
    }

    [Fact]
    public void The_power_may_be_cut_at_every_byte()
    {
        var steps = StepsOf(History);
        Assert.True(steps > 5000, $"{steps} steps");
        Parallel.For(0, (int)steps, cut =>
        {
            var sensor = new SendingSensor(new FlashDrive());
            Assert.False(sensor.Live(History, new DriveFaults { StepsToPowerCut = cut }));
            sensor.Finish();
        });
    }

    [Fact]
    public void The_power_may_be_cut_again_at_every_byte_after_a_start_from_a_cut()
    {
        int[] after = [.. Enumerable.Repeat(1, 14), -4, 1];
        var steps = StepsOf(History);
        Parallel.For(0, 2, first =>
        {
            // Where records are merged.
            var cut = steps * (5 + first) / 10;
            for (var second = 0; ; second++)
            {
                var sensor = new SendingSensor(new FlashDrive());
                Assert.False(sensor.Live(History, new DriveFaults { StepsToPowerCut = cut }));
                var done = sensor.Live(after, new DriveFaults { StepsToPowerCut = second });
                sensor.Finish();
                if (done)
                {
                    break;
                }
            }
        });
    }

    [Theory]
    [InlineData(DriveFault.Before)]
    [InlineData(DriveFault.Middle)]
    [InlineData(DriveFault.After)]
    public void Every_call_may_fail_once(DriveFault fault)
    {
        var calls = 0;
        Assert.True(new SendingSensor(new FlashDrive()).Live(History, new DriveFaults { Fault = _ => Count(ref calls, -1, 0, fault) }));
        Parallel.For(0, calls, failing =>
        {
            foreach (var times in (int[])[1, 3, 30])
            {
                var sensor = new SendingSensor(new FlashDrive());
                var call = 0;
                Assert.True(sensor.Live(History, new DriveFaults { Fault = _ => Count(ref call, failing, times, fault) }));
                sensor.Finish();
            }
        });
    }

    [Theory]
    [InlineData(DriveCallKind.Delete)]
    [InlineData(DriveCallKind.Create)]
    public void A_kind_of_call_may_always_fail(DriveCallKind kind)
    {
        var sensor = new SendingSensor(new FlashDrive());
        Assert.True(sensor.Live(History[..4]));
        Assert.True(sensor.Live(History, new DriveFaults { Fault = call => call.Kind == kind ? DriveFault.Before : DriveFault.None }));
        sensor.Finish();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Random_lives_with_random_faults_and_cuts(int seed)
    {
        for (var life = 0; life < 60; life++)
        {
            var random = new Random((seed * 1000) + life);
            var sensor = new SendingSensor(new FlashDrive());
            for (var boots = random.Next(1, 12); boots > 0; boots--)
            {
                var trouble = random.Next(3) == 0 ? 0 : random.Next(60);
                var faults = new DriveFaults
                {
                    StepsToPowerCut = random.Next(4) == 0 ? null : random.Next(4000),
                    Fault = _ => random.Next(1000) < trouble ? (DriveFault)random.Next(1, 4) : DriveFault.None,
                };
                var things = Enumerable.Range(0, random.Next(1, 120)).Select(_ => random.Next(5) > 0 ? random.Next(1, 4) : -random.Next(1, 9));
                sensor.Live([.. things], faults);
            }

            sensor.Finish();
        }
    }

    private static DriveFault Count(ref int call, int failing, int times, DriveFault fault)
    {
        var now = call++;
        return now >= failing && now < failing + times ? fault : DriveFault.None;
    }

    private static long StepsOf(int[] things)
    {
        var faults = new DriveFaults();
        Assert.True(new SendingSensor(new FlashDrive()).Live(things, faults));
        return faults.Steps;
    }
}
