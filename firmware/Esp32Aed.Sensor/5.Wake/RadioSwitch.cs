using System;
using System.Net.NetworkInformation;

namespace Esp32Aed.Sensor;

/// <summary>
/// Whether the radio is on from the next start. nanoFramework turns it on before any managed code runs, or not at all, as the board's configuration
/// says, and can't turn it on or off later; on most images a radio that is on but in no network takes as much current as a receiving one. So a
/// sensor on a battery listens and posts in different wakes.
/// </summary>
public static class RadioSwitch
{
    /// <summary>The radio is on since the start.</summary>
    public static bool IsOn
    {
        get
        {
            var configurations = Wireless80211Configuration.GetAllWireless80211Configurations();
            return configurations.Length > 0 && IsEnabled(configurations[0]);
        }
    }

    /// <summary>Has the radio on, or off, from the next start; where that can't be written it stays as it is.</summary>
    public static void Set(bool isOn)
    {
        try
        {
            var configurations = Wireless80211Configuration.GetAllWireless80211Configurations();
            if (configurations.Length > 0 && IsEnabled(configurations[0]) != isOn)
            {
                configurations[0].Options = isOn ? Wireless80211Configuration.ConfigurationOptions.Enable : Wireless80211Configuration.ConfigurationOptions.Disable;
                configurations[0].SaveConfiguration();
            }
        }
        catch (Exception e)
        {
            Console.WriteLine("wifi: the board's configuration can't be written: " + e.Message);
        }
    }

    private static bool IsEnabled(Wireless80211Configuration configuration) =>
        (configuration.Options & Wireless80211Configuration.ConfigurationOptions.Enable) != Wireless80211Configuration.ConfigurationOptions.None;
}
