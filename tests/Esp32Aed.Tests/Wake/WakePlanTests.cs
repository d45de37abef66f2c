using System.Text;
using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>When a sensor on a battery wakes next.</summary>
public sealed class WakePlanTests
{
    private const long Second = 1000000;

    [Theory]
    [InlineData(0, 61, 0.0, 239)]
    [InlineData(0, 61, 0.5, 539)]
    [InlineData(0, 61, 0.999999, 839)]
    [InlineData(5000, 5061, 0.5, 539)]
    [InlineData(0, 5000, 0.5, 1)]
    public void The_period_is_kept_on_average_and_drawn_at_random(long listenedAt, long now, double random, double sleepSeconds)
    {
        var sleep = WakePlan.Sleep(Power("listen = 60\nevery = 600"), listenedAt * Second, now * Second, -1, random);
        Assert.Equal(sleepSeconds, sleep / 1e6, 0.01);
    }

    [Fact]
    public void There_is_always_time_to_post_between_two_times_of_listening()
    {
        var sleep = WakePlan.Sleep(Power("listen = 60\nevery = 100"), 0, 60 * Second, -1, 0);
        Assert.Equal(30, sleep / 1e6, 0.01);
    }

    [Fact]
    public void Wakes_fall_evenly_on_every_phase_of_a_regular_sound()
    {
        var random = new Random(1);
        var power = Power("listen = 20\nevery = 300");
        var hits = new int[10];
        var now = 0L;
        for (var i = 0; i < 20000; i++)
        {
            hits[now / Second % 100 / 10]++;
            now += WakePlan.Sleep(power, now, now, -1, random.NextDouble());
        }

        Assert.All(hits, count => Assert.InRange(count, 1800, 2200));
    }

    [Theory]
    [InlineData(1319, 0)]
    [InlineData(1320, 480)]
    [InlineData(1439, 361)]
    [InlineData(0, 360)]
    [InlineData(359, 1)]
    [InlineData(360, 0)]
    [InlineData(-1, 0)]
    public void Quiet_hours_last_over_midnight(int minute, int left) =>
        Assert.Equal(left, WakePlan.QuietMinutesLeft(Power("quiet = 22:00-06:00"), minute));

    [Fact]
    public void A_wake_that_would_fall_into_quiet_hours_comes_after_them()
    {
        var power = Power("listen = 60\nevery = 600\nquiet = 22:00-06:00");
        var sleep = WakePlan.Sleep(power, 0, 0, (21 * 60) + 55, 0.5);
        Assert.Equal(600 + (475 * 60), sleep / Second);
    }

    [Fact]
    public void A_sensor_that_listens_all_the_time_sleeps_through_its_quiet_hours()
    {
        var sleep = WakePlan.Sleep(Power("mode = always\nquiet = 22:00-06:00"), 0, 5 * Second, 23 * 60, 0.7);
        Assert.Equal(7 * 3600, sleep / Second);
    }

    private static PowerSettings Power(string lines)
    {
        var mode = lines.Contains("mode", StringComparison.Ordinal) ? string.Empty : "mode = cycle\n";
        var config = "[device]\nname = a\n[microphone]\nbck = 26\nws = 25\ndata = 33\n[model]\nfile = m\n[report]\nkind = mqtt\nevery = 60\n[mqtt]\nhost = h\n[power]\n" + mode + lines;
        return SensorSettings.Parse(Encoding.ASCII.GetBytes(config), null).Power;
    }
}
