using Esp32Aed.Power;
using Xunit;

namespace Esp32Aed.Tests.Power;

/// <summary>The energy model against calculations by hand.</summary>
public sealed class DutyPlanTests
{
    private static readonly Currents Esp32 = new(ChipCurrents.Of("ESP32", 240), Carrier.BatteryBoard);

    private static readonly DutyCycle Hourly = new() { ListenSeconds = 60, EverySeconds = 600, PostSeconds = 3600, SwitchesMicrophone = true, HasAddress = true };

    // 144 wakes of 3 s of start and 60.3 s of listening, 24 posts of 3 s of start and 1.8 + 0.05 * 6.3 + 0.5 = 2.615 s, the rest of 86,400 s asleep.
    [Theory]
    [InlineData("deep sleep", 77_150.04, 0.214306)]
    [InlineData("starting up", 432, 5.88)]
    [InlineData("listening: processor", 8_683.2, 118.188)]
    [InlineData("starting up to post", 72, 2.2)]
    [InlineData("Wi-Fi: connecting, waiting", 56.484, 1.7259)]
    [InlineData("Wi-Fi: sending", 6.276, 0.406197)]
    [InlineData("microphone at work", 8_683.2, 5.3064)]
    [InlineData("board: regulator, USB bridge, lamps", 86_400, 0.048)]
    [InlineData("self-discharge of the cell", 86_400, 2.6)]
    public void Each_use_is_what_a_calculation_by_hand_gives(string name, double seconds, double charge)
    {
        var use = Assert.Single(DutyPlan.Of(Hourly, Esp32, Battery.Cell18650, 25).Uses, use => use.Use == name);
        Assert.Equal(seconds, use.SecondsPerDay, 6);
        Assert.Equal(charge, use.MilliampereHoursPerDay, 6);
    }

    [Fact]
    public void Days_are_the_usable_charge_by_the_charge_of_a_day()
    {
        var plan = DutyPlan.Of(Hourly, Esp32, Battery.Cell18650, 25);
        Assert.Equal(9, plan.Uses.Count);
        Assert.Equal(2340, plan.UsableMilliampereHours, 6);
        Assert.Equal(2340 / 136.568803, plan.Days, 5);
        Assert.Equal(136.568803 / 24, plan.AverageMilliamperes, 5);
        Assert.Equal((144 * 60, 24), (plan.ListenedSecondsPerDay, plan.PostsPerDay));
        Assert.Equal(133.968803, plan.Meter.TotalMilliampereHours, 5);
    }

    [Fact]
    public void A_sensor_that_never_sleeps_listens_all_day_but_for_its_posts()
    {
        var plan = DutyPlan.Of(new DutyCycle { Sleeps = false, HasAddress = true }, Esp32, Battery.Cell18650, 25);

        // 1,440 posts of 2.615 s.
        Assert.Equal(86_400 - 3_765.6, Seconds(plan, "listening: processor"), 6);
        Assert.Equal((1440, 86_400), (plan.PostsPerDay, plan.ListenedSecondsPerDay));
        Assert.DoesNotContain(plan.Uses, use => use.Use == "deep sleep");
    }

    [Fact]
    public void A_kept_connection_takes_its_beacons_and_no_connecting()
    {
        var plan = DutyPlan.Of(new DutyCycle { Sleeps = false, KeepsConnected = true, RadioOnWhileAwake = true }, Esp32, Battery.Cell18650, 25);
        Assert.Equal(0.03 * (86_400 - 720), Seconds(plan, "kept Wi-Fi connection"), 6);
        Assert.Equal(0.9 * 720, Seconds(plan, "Wi-Fi: connecting, waiting"), 6);
    }

    [Fact]
    public void Quiet_hours_are_slept_through()
    {
        var plan = DutyPlan.Of(Hourly with { QuietHours = 12 }, Esp32, Battery.Cell18650, 25);
        Assert.Equal((72 * 60, 12), (plan.ListenedSecondsPerDay, plan.PostsPerDay));
        Assert.Equal(86_400 - ((86_400 - 77_150.04) / 2), Seconds(plan, "deep sleep"), 6);
    }

    [Fact]
    public void An_idle_radio_counts_where_the_image_leaves_it_on()
    {
        var plan = DutyPlan.Of(Hourly with { RadioOnWhileAwake = true }, Esp32, Battery.Cell18650, 25);
        var listening = Assert.Single(plan.Uses, use => use.Use == "listening: processor and idle radio");
        Assert.Equal(110 * 8_683.2 / 3600, listening.MilliampereHoursPerDay, 6);
    }

    [Fact]
    public void A_microphone_with_a_supply_waits_while_the_sensor_sleeps() =>
        Assert.Equal(86_400 - 8_683.2, Seconds(DutyPlan.Of(Hourly with { SwitchesMicrophone = false }, Esp32, Battery.Cell18650, 25), "microphone waiting"), 6);

    [Fact]
    public void A_converter_takes_more_from_the_cell()
    {
        var currents = Esp32 with { Carrier = Carrier.Devkit };
        Assert.Equal(49 * 5 / (3.7 * 0.85), currents.FromCell(PowerState.Processor), 9);
        Assert.Equal(2600 * 0.97, DutyPlan.Of(Hourly, currents, Battery.Cell18650, 25).UsableMilliampereHours, 6);
    }

    [Fact]
    public void What_to_change_is_what_brings_most()
    {
        var currents = Esp32 with { Carrier = Carrier.Devkit };
        var cycle = Hourly with { SwitchesMicrophone = false };
        var savings = Saving.Of(cycle, currents, Battery.Cell18650, 20);

        Assert.Equal(savings.Select(saving => saving.Gain).OrderDescending(), savings.Select(saving => saving.Gain));
        var board = Assert.Single(savings, saving => saving.Change.Contains("USB bridge", StringComparison.Ordinal));
        Assert.Equal(DutyPlan.Of(cycle, Esp32, Battery.Cell18650, 20).Days, board.Days, 9);
        var microphone = Assert.Single(savings, saving => saving.Change.Contains("[microphone] supply", StringComparison.Ordinal));
        Assert.Equal(DutyPlan.Of(cycle with { SwitchesMicrophone = true }, currents, Battery.Cell18650, 20).Days, microphone.Days, 9);
        Assert.DoesNotContain(savings, saving => saving.Change.Contains("address", StringComparison.Ordinal));
    }

    private static double Seconds(DutyPlan plan, string name) => Assert.Single(plan.Uses, use => use.Use == name).SecondsPerDay;
}
