using Esp32Aed.Power;
using Xunit;

namespace Esp32Aed.Tests.Power;

public sealed class EnergyMeterTests
{
    private static readonly Currents Esp32 = new(ChipCurrents.Of("ESP32", 240), Carrier.BatteryBoard);

    [Fact]
    public void An_hour_of_each_state_is_its_current()
    {
        var meter = new EnergyMeter(Esp32);
        meter.Add(PowerState.Processor, 1800);
        meter.Add(PowerState.Processor, 1800);
        meter.Add(PowerState.RadioTransmit, 3600);
        meter.Add(PowerState.Microphone, 3600);

        Assert.Equal(49, meter.MilliampereHours(PowerState.Processor), 9);
        Assert.Equal(49 * 3.7, meter.MilliwattHours(PowerState.Processor), 9);
        Assert.Equal(233, meter.MilliampereHours(PowerState.RadioTransmit), 9);
        Assert.Equal(2.2, meter.MilliampereHours(PowerState.Microphone), 9);
        Assert.Equal(0, meter.MilliampereHours(PowerState.DeepSleep));

        // Two hours of the chip; the microphone's time is among them.
        Assert.Equal(7200, meter.Seconds(PowerState.Carrier));
        Assert.Equal(49 + 233 + 2.2 + 0.004, meter.TotalMilliampereHours, 9);
        Assert.Equal(3.7 * meter.TotalMilliampereHours, meter.TotalMilliwattHours, 9);
    }

    [Fact]
    public void The_carrier_can_not_be_added_nor_time_be_taken_away()
    {
        var meter = new EnergyMeter(Esp32);
        Assert.Throws<ArgumentOutOfRangeException>(() => meter.Add(PowerState.Carrier, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => meter.Add(PowerState.Processor, -1));
    }

    [Theory]
    [InlineData(-20, 0.60)]
    [InlineData(-15, 0.675)]
    [InlineData(0, 0.80)]
    [InlineData(20, 0.96)]
    [InlineData(25, 1)]
    [InlineData(60, 1)]
    public void The_cold_takes_capacity(double celsius, double share) => Assert.Equal(share, Battery.ShareAt(celsius), 9);

    [Theory]
    [InlineData(-20.1)]
    [InlineData(60.1)]
    [InlineData(double.NaN)]
    public void Other_temperatures_are_not_known(double celsius) => Assert.Throws<ArgumentOutOfRangeException>(() => Battery.ShareAt(celsius));

    [Fact]
    public void Self_discharge_takes_three_percent_in_a_month() =>
        Assert.Equal(78, Battery.Cell18650.SelfDischargeMilliamperes * 24 * 30, 9);
}
