using Esp32Aed.VirtualBoard;

namespace nanoFramework.Hardware.Esp32;

/// <summary>What a pin can be used for; the functions that a microphone needs.</summary>
public enum DeviceFunction
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Bit clock of the first I2S bus.</summary>
    I2S1_BCK = 393473,

    /// <summary>Word select of the first I2S bus.</summary>
    I2S1_WS = 393474,

    /// <summary>Data input of the first I2S bus.</summary>
    I2S1_MDATA_IN = 393476,

    /// <summary>Bit clock of the second I2S bus.</summary>
    I2S2_BCK = 393729,

    /// <summary>Word select of the second I2S bus.</summary>
    I2S2_WS = 393730,

    /// <summary>Data input of the second I2S bus.</summary>
    I2S2_MDATA_IN = 393732,
}

/// <summary>Choice of pins.</summary>
public static class Configuration
{
    /// <summary>Uses a pin for a function.</summary>
    public static void SetPinFunction(int pin, DeviceFunction value)
    {
        if (pin is < 0 or > 39)
        {
            throw new ArgumentException("The ESP32 has no pin " + pin + ".", nameof(pin));
        }

        Board.Current.Pins.Set(pin, value);
    }

    /// <summary>The pin of a function, or -1.</summary>
    public static int GetFunctionPin(DeviceFunction function) => Board.Current.Pins[function];
}

/// <summary>The microsecond timer.</summary>
public static class HighResTimer
{
    /// <summary>Microseconds since the board was switched on.</summary>
    public static ulong GetCurrent() => (ulong)Board.Current.Clock.Microseconds;
}

/// <summary>Deep sleep: on the virtual board it ends the program, as waking is a new start, and whoever plays the world starts it again.</summary>
public static class Sleep
{
    [ThreadStatic]
    private static TimeSpan time;

    /// <summary>What has started the board.</summary>
    public enum WakeupCause
    {
        /// <summary>Power, or a reset.</summary>
        Undefined = 0,

        /// <summary>The timer.</summary>
        Timer = 4,
    }

    /// <summary>What has started the board.</summary>
    public static WakeupCause GetWakeupCause() => Board.Current.IsWakeUp ? WakeupCause.Timer : WakeupCause.Undefined;

    /// <summary>How long the next deep sleep lasts.</summary>
    public static EspNativeError EnableWakeupByTimer(TimeSpan time)
    {
        Sleep.time = time;
        return EspNativeError.OK;
    }

    /// <summary>Sleeps until the timer ends it with a new start.</summary>
    public static void StartDeepSleep() => Board.Current.SleepDeeply(time);
}

/// <summary>What the chip's own functions answer.</summary>
public enum EspNativeError
{
    /// <summary>Done.</summary>
    OK = 0,
}
