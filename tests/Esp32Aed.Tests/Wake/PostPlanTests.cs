using System.Text;
using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>When a sensor posts, and how it draws back while that fails.</summary>
public sealed class PostPlanTests
{
    private const long Second = 1000000;

    [Fact]
    public void Posts_come_at_the_asked_distance_and_sooner_when_the_outbox_fills() => OnPlan(600, (plan, state) =>
    {
        Assert.False(plan.IsDue(0, 0, false));
        Assert.True(plan.IsDue(0, 1, false));
        plan.Succeeded(5 * Second);
        Assert.False(plan.IsDue(604 * Second, 3, false));
        Assert.True(plan.IsDue(604 * Second, 200, true));
        Assert.True(plan.IsDue(605 * Second, 3, false));
    });

    [Fact]
    public void Failures_double_the_wait_up_to_six_hours_and_even_a_full_outbox_waits() => OnPlan(0, (plan, state) =>
    {
        var waits = new List<long>();
        for (var i = 0; i < 12; i++)
        {
            plan.Failed(0);
            waits.Add(state.NextPost / Second);
            Assert.True(plan.IsHeldBack((state.NextPost / 2) - 1));
            Assert.False(plan.IsDue(state.NextPost - 1, 300, true));
            Assert.True(plan.IsDue(state.NextPost, 300, true));
        }

        Assert.Equal([60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600, 21600, 21600], waits);
        plan.Succeeded(0);
        Assert.Equal((0, 0L), (state.Failures, state.NextPost));
    });

    [Fact]
    public void One_who_asks_for_a_post_a_day_is_not_asked_more_often_by_failures() => OnPlan(86400, (plan, state) =>
    {
        plan.Failed(0);
        plan.Failed(0);
        Assert.Equal(86400, state.NextPost / Second);
    });

    [Fact]
    public void After_power_on_a_sensor_posts_at_once_but_not_if_that_has_ended_badly_three_times() => OnPlan(600, (plan, state) =>
    {
        plan.Failed(0);
        plan.Failed(0);
        plan.StartAfresh(7 * Second);
        Assert.True(plan.IsDue(8 * Second, 1, false));
        plan.Failed(0);
        plan.StartAfresh(7 * Second);
        Assert.False(plan.IsDue(606 * Second, 1, false));
        Assert.True(plan.IsDue(607 * Second, 1, false));
    });

    private static void OnPlan(int every, Action<PostPlan, WakeState> check)
    {
        using var bench = new Bench();
        var config = $"[device]\nname = a\n[microphone]\nbck = 26\nws = 25\ndata = 33\n[model]\nfile = m\n[report]\nkind = mqtt\nevery = 60\npost = {every}\n[mqtt]\nhost = h\n";
        var settings = SensorSettings.Parse(Encoding.ASCII.GetBytes(config), null);
        bench.Run(() =>
        {
            var state = WakeState.Begin("I:\\wake", isFromSleep: false);
            check(new PostPlan(state, settings.Report), state);
            return true;
        });
    }
}
