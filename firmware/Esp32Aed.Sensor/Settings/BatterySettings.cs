namespace Esp32Aed.Sensor;

/// <summary>[battery]: where the battery's voltage is measured.</summary>
public sealed class BatterySettings
{
    internal static readonly string[] Keys = { "battery.pin", "battery.divider" };

    private BatterySettings()
    {
    }

    /// <summary>GPIO number of the measuring input, or -1 where nothing is measured.</summary>
    public int Pin { get; private set; }

    /// <summary>Battery voltage by the voltage at the pin, in thousandths.</summary>
    public int DividerPermille { get; private set; }

    internal static BatterySettings Read(SettingsFile file)
    {
        var pin = file.Find("battery", "pin");
        var divider = file.Find("battery", "divider");
        return new BatterySettings
        {
            Pin = pin == null ? -1 : Esp32Pins.Analogue(pin),
            DividerPermille = divider == null ? 2000 : divider.AsThousandths(1000, 20000),
        };
    }
}
