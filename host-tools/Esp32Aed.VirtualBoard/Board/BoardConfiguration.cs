using System.Net.NetworkInformation;

namespace Esp32Aed.VirtualBoard;

/// <summary>
/// What the board's own configuration block says of its Wi-Fi. It stays when power is lost, so it outlives the <see cref="Board"/> of one start.
/// </summary>
public sealed class BoardConfiguration
{
    /// <summary>Name of the network.</summary>
    public string Ssid { get; set; } = "virtual";

    /// <summary>Its password.</summary>
    public string Password { get; set; } = "virtual";

    /// <summary>What the board does with its radio at each start.</summary>
    public Wireless80211Configuration.ConfigurationOptions Options { get; set; } = Wireless80211Configuration.ConfigurationOptions.Enable;

    /// <summary>How often it was written.</summary>
    public int Writes { get; internal set; }
}
