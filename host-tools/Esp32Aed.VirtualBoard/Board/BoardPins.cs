using nanoFramework.Hardware.Esp32;

namespace Esp32Aed.VirtualBoard;

/// <summary>What the pins of a board are used for.</summary>
public sealed class BoardPins
{
    private readonly Dictionary<DeviceFunction, int> pins = [];

    /// <summary>The pin of a function, or -1.</summary>
    public int this[DeviceFunction function]
    {
        get
        {
            lock (pins)
            {
                return pins.GetValueOrDefault(function, -1);
            }
        }
    }

    internal void Set(int pin, DeviceFunction function)
    {
        lock (pins)
        {
            pins[function] = pin;
        }
    }
}
