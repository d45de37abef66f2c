namespace Esp32Aed.Sensor;

/// <summary>Why the sensor started; of two, the larger is the graver.</summary>
public static class WakeReason
{
    /// <summary>Not known.</summary>
    public const byte Unknown = 0;

    /// <summary>The end of a deep sleep.</summary>
    public const byte Wake = 1;

    /// <summary>Power came.</summary>
    public const byte PowerOn = 2;

    /// <summary>A new model or new settings.</summary>
    public const byte Update = 3;

    /// <summary>The watchdog found a loop stuck.</summary>
    public const byte Watchdog = 4;

    /// <summary>The run before crashed.</summary>
    public const byte Crash = 5;

    /// <summary>Several runs in a row crashed: only health is posted.</summary>
    public const byte SafeMode = 6;

    private static readonly string[] Texts = { null, "wake", "power-on", "update", "watchdog", "crash", "safe-mode" };

    /// <summary>The reason of a start that was none from sleep, by how the start before it ended.</summary>
    /// <param name="lastEnd">What <see cref="BootGuard.LastEnd"/> says.</param>
    /// <param name="isUpdate">An update is tried.</param>
    public static byte Of(string lastEnd, bool isUpdate)
    {
        if (lastEnd == null || lastEnd == BootGuard.PowerLoss)
        {
            return isUpdate ? Update : PowerOn;
        }

        return lastEnd.StartsWith("watchdog") ? Watchdog : Crash;
    }

    /// <summary>The reason as records name it, or null for <see cref="Unknown"/> and for none of these.</summary>
    public static string TextOf(byte reason) => reason < Texts.Length ? Texts[reason] : null;
}
