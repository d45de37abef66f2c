using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class OverrunWatchTests
{
    private const int Hop = 32000;
    private const int Depth = 8 * Hop;

    private readonly OverrunWatch watch = new(Hop, Depth);
    private double now;

    [Theory]
    [InlineData(200)]
    [InlineData(-200)]
    [InlineData(900)]
    public void A_day_of_drift_is_no_loss(int ppm)
    {
        for (var i = 0; i < 86400000 / 32; i++)
        {
            now += Hop / (1 + (ppm / 1e6));
            Assert.False(watch.BeforeRead((long)now - 1000));
            Assert.False(watch.AfterRead((long)now, true));
        }

        Assert.Equal(0, watch.LostMicroseconds);
    }

    [Fact]
    public void Late_looks_at_the_timer_are_no_loss()
    {
        for (var i = 0; i < 10000; i++)
        {
            now += Hop;
            Assert.False(watch.BeforeRead((long)now - 1000));
            Assert.False(watch.AfterRead((long)now + (i % 7 == 0 ? 20000 : 0), true));
        }

        Assert.Equal(0, watch.LostMicroseconds);
    }

    [Fact]
    public void What_waits_and_is_read_late_is_no_loss()
    {
        now = Depth;
        for (var i = 0; i < 8; i++)
        {
            Assert.False(watch.BeforeRead((long)now));
            Assert.False(watch.AfterRead((long)now, false));
        }

        Assert.Equal(0, watch.Waiting((long)now));
    }

    [Fact]
    public void What_the_driver_can_not_hold_is_lost_once()
    {
        now = Depth + 1744000;
        Assert.True(watch.BeforeRead((long)now));
        Assert.Equal(1744000, watch.LostMicroseconds);
        for (var i = 0; i < 8; i++)
        {
            Assert.False(watch.AfterRead((long)now, false));
            Assert.False(watch.BeforeRead((long)now));
        }

        now += Hop;
        Assert.False(watch.AfterRead((long)now, true));
        Assert.Equal(1744000, watch.LostMicroseconds);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Where_the_driver_holds_another_number_of_hops_the_loss_is_set_right(int more)
    {
        now = Depth + 1744000;
        Assert.True(watch.BeforeRead((long)now));
        for (var i = 0; i < 8 + more; i++)
        {
            watch.AfterRead((long)now, false);
            watch.BeforeRead((long)now);
        }

        now += Hop;
        watch.AfterRead((long)now, true);
        Assert.Equal(1744000 - (more * Hop), watch.LostMicroseconds);
    }
}
