using System;
using System.Device.Adc;

namespace Esp32Aed.Sensor;

/// <summary>Measures the battery through a divider on a pin of the first converter.</summary>
public static class BatteryMeter
{
    // 12 bits at 12 dB attenuation (ESP32 data sheet, "ADC characteristics"); without calibration a chip may be 6 % off.
    private const int FullScaleMillivolts = 3100;
    private const int FullScale = 4095;
    private const int Readings = 16;

    /// <summary>The battery's voltage, mV; 0 where none is measured.</summary>
    public static int Millivolts(BatterySettings settings)
    {
        if (settings.Pin < 0)
        {
            return 0;
        }

        try
        {
            using var channel = new AdcController().OpenChannel(ChannelOf(settings.Pin));
            var sum = 0;
            for (var i = 0; i < Readings; i++)
            {
                sum += channel.ReadValue();
            }

            return (int)((long)sum * FullScaleMillivolts * settings.DividerPermille / ((long)Readings * FullScale * 1000));
        }
        catch (Exception e)
        {
            Console.WriteLine("battery: " + e.Message);
            return 0;
        }
    }

    // Channels 0 to 3 are pins 36 to 39, channels 4 to 7 pins 32 to 35 (data sheet, "Pin Overview").
    private static int ChannelOf(int pin) => pin >= 36 ? pin - 36 : pin - 28;
}
