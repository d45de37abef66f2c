using System;
using System.Device.Gpio;
using System.Threading;

namespace Esp32Aed.Sensor;

/// <summary>A lamp that blinks shortly when the records of a session have arrived.</summary>
public sealed class AcknowledgementLed
{
    private const int BlinkMilliseconds = 50;

    private readonly int pin;

    /// <summary>Makes the lamp.</summary>
    /// <param name="pin">GPIO number; the lamp is lit while it is high. -1 for none.</param>
    public AcknowledgementLed(int pin) => this.pin = pin;

    /// <summary>Blinks; never throws, for a lamp is not worth a record.</summary>
    public void Blink()
    {
        if (pin < 0)
        {
            return;
        }

        try
        {
            using var gpio = new GpioController();
            var lamp = gpio.OpenPin(pin, PinMode.Output);
            lamp.Write(PinValue.High);
            Thread.Sleep(BlinkMilliseconds);
            lamp.Write(PinValue.Low);
        }
        catch (Exception e)
        {
            Console.WriteLine("report: the lamp at pin " + pin.ToString() + " does not blink: " + e.Message);
        }
    }
}
