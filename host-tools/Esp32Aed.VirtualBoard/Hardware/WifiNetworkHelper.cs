using System.Device.Wifi;
using Esp32Aed.VirtualBoard;

namespace nanoFramework.Networking;

/// <summary>Where a network helper stands.</summary>
public enum NetworkHelperStatus
{
    /// <summary>Not started.</summary>
    None = 0,

    /// <summary>Started.</summary>
    Started = 1,

    /// <summary>There is an address, and a time where it was asked for.</summary>
    NetworkIsReady = 2,

    /// <summary>The wait for an address was given up.</summary>
    TokenExpiredWaitingIPAddress = 4,
}

/// <summary>Addresses that a board is to use.</summary>
public sealed class IPConfiguration
{
    /// <summary>Makes the addresses.</summary>
    public IPConfiguration(string ipv4Address, string ipv4SubnetMask, string ipv4GatewayAddress, string[]? ipv4DnsAddresses = null)
    {
        IPAddress = ipv4Address;
        IPSubnetMask = ipv4SubnetMask;
        IPGatewayAddress = ipv4GatewayAddress;
        IPDns = ipv4DnsAddresses;
    }

    /// <summary>The board's address.</summary>
    public string IPAddress { get; set; }

    /// <summary>Mask of its network.</summary>
    public string IPSubnetMask { get; set; }

    /// <summary>Address of the gateway.</summary>
    public string IPGatewayAddress { get; set; }

    /// <summary>Addresses of name servers.</summary>
    public string[]? IPDns { get; set; }
}

/// <summary>The board's Wi-Fi, as <see cref="BoardWifi"/> plays it.</summary>
public static class WifiNetworkHelper
{
    /// <summary>Where the helper stands.</summary>
    public static NetworkHelperStatus Status =>
        Board.Current.Wifi.IsConnected ? NetworkHelperStatus.NetworkIsReady : NetworkHelperStatus.TokenExpiredWaitingIPAddress;

    /// <summary>What went wrong, or null.</summary>
    public static Exception? HelperException => null;

    /// <summary>Joins a network and asks it for an address.</summary>
    public static bool ConnectDhcp(
        string ssid,
        string password,
        WifiReconnectionKind reconnectionKind = WifiReconnectionKind.Automatic,
        bool requiresDateTime = false,
        int wifiAdapterId = 0,
        Esp32Aed.VirtualBoard.Api.CancellationToken token = default) =>
        Connect(ssid, password, scans: false, null, requiresDateTime, token);

    /// <summary>Joins a network with an address of the board's own.</summary>
    public static bool ConnectFixAddress(
        string ssid,
        string password,
        IPConfiguration ipConfiguration,
        WifiReconnectionKind reconnectionKind = WifiReconnectionKind.Automatic,
        bool requiresDateTime = false,
        int WifiAdapter = 0,
        Esp32Aed.VirtualBoard.Api.CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(ipConfiguration);
        return Connect(ssid, password, scans: false, ipConfiguration.IPAddress, requiresDateTime, token);
    }

    /// <summary>Looks for the network on all channels, joins it and asks it for an address.</summary>
    public static bool ScanAndConnectDhcp(
        string ssid,
        string password,
        WifiReconnectionKind reconnectionKind = WifiReconnectionKind.Automatic,
        bool requiresDateTime = false,
        int WifiAdapter = 0,
        Esp32Aed.VirtualBoard.Api.CancellationToken token = default) =>
        Connect(ssid, password, scans: true, null, requiresDateTime, token);

    /// <summary>Leaves the network.</summary>
    public static void Disconnect() => Board.Current.Wifi.TurnOff();

    private static bool Connect(string ssid, string password, bool scans, string? address, bool setsClock, Esp32Aed.VirtualBoard.Api.CancellationToken token)
    {
        var wifi = Board.Current.Wifi;
        Board.Current.Clock.ThrowIfOff();
        var isRight = ssid == Board.Current.Configuration.Ssid && password == Board.Current.Configuration.Password;
        var isUp = wifi.Connect(scans, address, isRight ? token.Deadline : Math.Min(token.Deadline, Board.Current.Clock.Microseconds)) && isRight;
        if (isUp && setsClock)
        {
            wifi.SetClock();
        }

        return isUp;
    }
}
