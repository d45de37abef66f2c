namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Net.NetworkInformation.NetworkInterface</c>: the board's Wi-Fi.</summary>
public sealed class NetworkInterface
{
    private readonly BoardWifi wifi = Board.Current.Wifi;

    private NetworkInterface()
    {
    }

    /// <summary>The board's address.</summary>
    public string IPv4Address => wifi.Address;

    /// <summary>Mask of its network.</summary>
    public string IPv4SubnetMask { get; } = "255.255.255.0";

    /// <summary>Address of the gateway.</summary>
    public string IPv4GatewayAddress { get; } = "192.168.1.1";

    /// <summary>Addresses of name servers.</summary>
    public string[] IPv4DnsAddresses { get; } = ["192.168.1.1"];

    /// <summary>The one interface that a board has.</summary>
    public static NetworkInterface[] GetAllNetworkInterfaces() => [new()];
}
