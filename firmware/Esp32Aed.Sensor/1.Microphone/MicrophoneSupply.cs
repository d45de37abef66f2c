using System.Device.Gpio;

namespace Esp32Aed.Sensor;

/// <summary>
/// A pin that switches the microphone's supply, high for on: over a deep sleep a microphone in standby would take a hundred times what the chip takes.
/// In deep sleep the pin is an input, so a resistor has to pull it down.
/// </summary>
public sealed class MicrophoneSupply
{
    private readonly GpioPin switchPin;

    private MicrophoneSupply(GpioPin switchPin) => this.switchPin = switchPin;

    /// <summary>Switches the supply on.</summary>
    /// <param name="pin">GPIO number, or -1 where the supply is always on.</param>
    public static MicrophoneSupply On(int pin)
    {
        if (pin < 0)
        {
            return new MicrophoneSupply(null);
        }

        var opened = new GpioController().OpenPin(pin, PinMode.Output);
        opened.Write(PinValue.High);
        return new MicrophoneSupply(opened);
    }

    /// <summary>Switches the supply off.</summary>
    public void Off()
    {
        if (switchPin != null)
        {
            switchPin.Write(PinValue.Low);
        }
    }
}
