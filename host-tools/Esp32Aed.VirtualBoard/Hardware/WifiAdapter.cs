using Esp32Aed.VirtualBoard;

namespace System.Device.Wifi;

/// <summary>What a board does when it has lost its network.</summary>
public enum WifiReconnectionKind
{
    /// <summary>It joins it again, also after a restart.</summary>
    Automatic = 0,

    /// <summary>It waits to be told.</summary>
    Manual = 1,
}

/// <summary>A Wi-Fi adapter.</summary>
public sealed class WifiAdapter
{
    private WifiAdapter()
    {
    }

    /// <summary>What the last scan has seen.</summary>
    public WifiNetworkReport NetworkReport { get; } = new();

    /// <summary>The one adapter that a board has.</summary>
    public static WifiAdapter[] FindAllAdapters() => [new()];
}

/// <summary>What a scan has seen.</summary>
public sealed class WifiNetworkReport
{
    internal WifiNetworkReport()
    {
    }

    /// <summary>The networks.</summary>
    public WifiAvailableNetwork[] AvailableNetworks { get; } = Board.Current.Wifi.IsSeen ? [new()] : [];
}

/// <summary>A network that was seen.</summary>
public sealed class WifiAvailableNetwork
{
    /// <summary>Its name.</summary>
    public string Ssid { get; } = Board.Current.Configuration.Ssid;

    /// <summary>Strength of its signal, dBm.</summary>
    public double NetworkRssiInDecibelMilliwatts { get; } = Board.Current.Wifi.Rssi;
}
