using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class BurstPlanTests
{
    private const int Hop = 32000;

    [Theory]
    [InlineData(48000, 120, false)]
    [InlineData(64000, 80, false)]
    [InlineData(33000, 320, false)]
    [InlineData(160000, 40, true)]
    public void A_burst_is_as_long_as_its_backlog_fits_into_memory(int frame, int hops, bool isHeardFirst)
    {
        var plan = new BurstPlan(Hop, 40, 8, frame);
        Assert.Equal(hops, plan.Hops);
        Assert.Equal(isHeardFirst, plan.IsHeardFirst);
        Assert.True(plan.BusyMicroseconds >= (long)hops * frame);
    }

    [Fact]
    public void Pauses_are_spread_and_never_in_the_past()
    {
        var plan = new BurstPlan(Hop, 40, 8, 48000);
        var busy = plan.BusyMicroseconds;
        Assert.Equal(5000 + busy, plan.NextStart(5000, 6000, 0));
        Assert.Equal(5000 + busy + (busy / 8), plan.NextStart(5000, 6000, 0.5));
        Assert.Equal(9 * busy, plan.NextStart(5000, 9 * busy, 0));
    }

    [Fact]
    public void A_slow_burst_is_believed_at_once_and_fast_ones_only_in_numbers()
    {
        var plan = new BurstPlan(Hop, 40, 8, 40000);
        plan.Learn(64000);
        Assert.Equal(80, plan.Hops);
        plan.Learn(16000);
        Assert.False(plan.IsOver);
        for (var i = 0; i < 100; i++)
        {
            plan.Learn(16000);
        }

        Assert.True(plan.IsOver);
    }

    [Fact]
    public void One_stall_is_no_load()
    {
        var load = new ProcessorLoad(Hop);
        for (var i = 0; i < 500; i++)
        {
            load.Add(i == 400 ? 2000000 : 20000);
            Assert.False(load.IsTooHigh);
        }

        Assert.Equal((499 * 20 + 2000) * 1000 / (500 * 32), load.Permille);
        for (var i = 0; i < 100; i++)
        {
            load.Add(34000);
        }

        Assert.True(load.IsTooHigh);
    }
}
