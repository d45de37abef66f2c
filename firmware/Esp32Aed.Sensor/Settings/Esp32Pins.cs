namespace Esp32Aed.Sensor;

/// <summary>
/// The GPIO numbers of the ESP32 (data sheet, section "Pin Overview"): 34 to 39 are inputs only, 6 to 11 belong to the flash, 1 and
/// 3 to the serial line over which the board is programmed, and 20, 24, 28 to 31, 37 and 38 are not led out.
/// </summary>
public static class Esp32Pins
{
    /// <summary>The number of an input pin.</summary>
    /// <exception cref="SettingsException">The pin can't be used.</exception>
    public static int Input(SettingsEntry entry)
    {
        var pin = entry.AsNumber(0, 39, "a GPIO pin");
        if (pin >= 6 && pin <= 11)
        {
            throw entry.Fault("pin " + pin.ToString() + " belongs to the flash memory; take another, such as 33");
        }

        if (pin == 1 || pin == 3)
        {
            throw entry.Fault("pin " + pin.ToString() + " belongs to the serial line; take another, such as 33");
        }

        if (pin == 20 || pin == 24 || (pin >= 28 && pin <= 31) || pin == 37 || pin == 38)
        {
            throw entry.Fault("the ESP32 has no usable pin " + pin.ToString() + "; take another, such as 33");
        }

        return pin;
    }

    /// <summary>The number of an output pin.</summary>
    /// <exception cref="SettingsException">The pin can't be used, or is an input only.</exception>
    public static int Output(SettingsEntry entry)
    {
        var pin = Input(entry);
        if (pin >= 34)
        {
            throw entry.Fault("pin " + pin.ToString() + " is an input only, and " + entry.Key + " is an output; take another, such as 26");
        }

        return pin;
    }

    /// <summary>The number of a pin that can measure a voltage while there is Wi-Fi: one of the first converter, 32 to 39.</summary>
    /// <exception cref="SettingsException">The pin can't be used, or can't measure.</exception>
    public static int Analogue(SettingsEntry entry)
    {
        var pin = Input(entry);
        return pin >= 32 ? pin : throw entry.Fault("pin " + pin.ToString() + " can't measure a voltage beside Wi-Fi; take one of 32 to 36 or 39");
    }

    /// <summary>Refuses settings of which two name one pin.</summary>
    /// <param name="entries">The settings; null for those that are not there.</param>
    /// <exception cref="SettingsException">Two settings name one pin.</exception>
    public static void RequireDifferent(SettingsEntry[] entries)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            for (var k = 0; k < i; k++)
            {
                if (entries[i] != null && entries[k] != null)
                {
                    RequireDifferent(entries[k], entries[i]);
                }
            }
        }
    }

    private static void RequireDifferent(SettingsEntry first, SettingsEntry second)
    {
        // Compared as numbers: 05 is 5.
        if (int.Parse(first.Value) == int.Parse(second.Value))
        {
            var later = first.Line > second.Line ? first : second;
            var earlier = first.Line > second.Line ? second : first;
            throw later.Fault("pin " + later.Value + " is already " + earlier.Key + " in line " + earlier.Line.ToString() + "; take another");
        }
    }
}
