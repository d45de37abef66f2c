using Esp32Aed.VirtualBoard;

namespace System.Net.NetworkInformation;

/// <summary>The Wi-Fi configuration in the board's configuration block.</summary>
public sealed class Wireless80211Configuration
{
    private readonly BoardConfiguration configuration = Board.Current.Configuration;

    private Wireless80211Configuration()
    {
        Ssid = configuration.Ssid;
        Password = configuration.Password;
        Options = configuration.Options;
    }

    /// <summary>What the board does with its radio at each start.</summary>
    public enum ConfigurationOptions : byte
    {
        /// <summary>Nothing is said.</summary>
        None = 0,

        /// <summary>It stays off.</summary>
        Disable = 1,

        /// <summary>It is turned on.</summary>
        Enable = 2,

        /// <summary>It is turned on and joins the network.</summary>
        AutoConnect = 6,
    }

    /// <summary>Name of the network.</summary>
    public string Ssid { get; set; }

    /// <summary>Its password.</summary>
    public string Password { get; set; }

    /// <summary>What the board does with its radio at each start.</summary>
    public ConfigurationOptions Options { get; set; }

    /// <summary>The one configuration that a board has.</summary>
    public static Wireless80211Configuration[] GetAllWireless80211Configurations() => [new()];

    /// <summary>Writes it.</summary>
    public void SaveConfiguration()
    {
        Board.Current.Clock.ThrowIfOff();
        configuration.Ssid = Ssid;
        configuration.Password = Password;
        configuration.Options = Options;
        configuration.Writes++;
    }
}
