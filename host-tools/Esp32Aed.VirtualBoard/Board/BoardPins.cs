using nanoFramework.Hardware.Esp32;

namespace Esp32Aed.VirtualBoard;

/// <summary>What the pins of a board are used for.</summary>
public sealed class BoardPins
{
    private readonly Dictionary<DeviceFunction, int> pins = [];
    private readonly List<PinChange> changes = [];

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

    /// <summary>Levels that outputs were set to, in their order.</summary>
    public IReadOnlyList<PinChange> Changes
    {
        get
        {
            lock (changes)
            {
                return [.. changes];
            }
        }
    }

    internal void Drive(PinChange change)
    {
        lock (changes)
        {
            changes.Add(change);
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

/// <summary>An output was set.</summary>
/// <param name="Microseconds">Time of the board's clock.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="IsHigh">Its level.</param>
public readonly record struct PinChange(long Microseconds, int Pin, bool IsHigh);
