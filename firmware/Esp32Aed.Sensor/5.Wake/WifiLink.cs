using System;
using System.Device.Wifi;
using System.IO;
using System.Net.NetworkInformation;
using System.Text;
using System.Threading;
using nanoFramework.Networking;

namespace Esp32Aed.Sensor;

/// <summary>
/// The board's Wi-Fi. Network name and password lie in the board's network configuration, where <c>nanoff</c> puts them. The address of the last time is
/// tried first, for it saves the wait for a new one; a scan of all channels with a new address comes second.
/// </summary>
public sealed class WifiLink
{
    private const int KnownAddressMilliseconds = 5000;
    private const int Fields = 4;

    // Networks commonly lend an address for a day; half of it is when a lease is to be renewed (RFC 2131, section 4.4.5).
    private const long LeaseMicroseconds = 12 * 3600 * 1000000L;

    private readonly WifiSettings settings;
    private readonly WakeState state;
    private readonly StateFile memory;
    private string[] known;

    /// <summary>Makes the link; the radio stays off.</summary>
    /// <param name="settings">Addresses of nf.config.</param>
    /// <param name="state">Keeps how long the last address may be used.</param>
    /// <param name="path">Path of the files that keep the last address, without ending.</param>
    public WifiLink(WifiSettings settings, WakeState state, string path)
    {
        this.settings = settings;
        this.state = state;
        memory = new StateFile(path);
    }

    /// <summary>The board is in the network.</summary>
    public bool IsUp { get; private set; }

    /// <summary>Strength of the signal at the last scan, dBm; 0 where none was made.</summary>
    public int Rssi => state.Rssi;

    /// <summary>Joins the network.</summary>
    /// <param name="now">Device time, microseconds.</param>
    /// <param name="milliseconds">Longest time for all attempts.</param>
    /// <exception cref="ReportException">There is no network.</exception>
    public void Up(long now, int milliseconds)
    {
        if (IsUp && NetworkInterface.GetAllNetworkInterfaces()[0].IPv4Address != "0.0.0.0")
        {
            return;
        }

        var configurations = Wireless80211Configuration.GetAllWireless80211Configurations();
        var ssid = configurations.Length == 0 ? null : configurations[0].Ssid;
        if (ssid == null || ssid.Length == 0)
        {
            throw new ReportException("the board knows no Wi-Fi; put name and password on it with aed deploy");
        }

        var password = configurations[0].Password;
        var addresses = Addresses(now);
        if (addresses != null)
        {
            using var patience = new CancellationTokenSource(KnownAddressMilliseconds);
            IsUp = WifiNetworkHelper.ConnectFixAddress(ssid, password, addresses, WifiReconnectionKind.Manual, token: patience.Token);
            milliseconds -= KnownAddressMilliseconds;
        }

        if (!IsUp)
        {
            using var patience = new CancellationTokenSource(milliseconds);
            IsUp = WifiNetworkHelper.ScanAndConnectDhcp(ssid, password, WifiReconnectionKind.Manual, token: patience.Token);
            if (!IsUp)
            {
                var reason = WifiNetworkHelper.HelperException;
                Down();
                throw new ReportException("no Wi-Fi, status " + ((int)WifiNetworkHelper.Status).ToString() + (reason == null ? string.Empty : " (" + reason.Message + ")"));
            }

            Remember(ssid);
            state.AddressUntil = now + LeaseMicroseconds;
        }
    }

    /// <summary>Leaves the network and turns the radio off.</summary>
    public void Down()
    {
        IsUp = false;
        try
        {
            WifiNetworkHelper.Disconnect();
        }
        catch (Exception e)
        {
            Console.WriteLine("wifi: " + e.Message);
        }
    }

    /// <summary>The address of the last time has not led anywhere: the next attempt asks for a new one.</summary>
    public void Doubt() => state.AddressUntil = 0;

    private IPConfiguration Addresses(long now)
    {
        if (settings.Address != null)
        {
            return new IPConfiguration(settings.Address, settings.Mask, settings.Gateway, new[] { settings.Dns ?? settings.Gateway });
        }

        if (now >= state.AddressUntil)
        {
            return null;
        }

        known = known ?? LastAddresses();
        return known == null ? null : new IPConfiguration(known[0], known[1], known[2], new[] { known[3] });
    }

    private string[] LastAddresses()
    {
        try
        {
            var content = memory.Read();
            var fields = content == null ? new string[0] : new string(Encoding.UTF8.GetChars(content)).Split(' ');
            return fields.Length == Fields ? fields : null;
        }
        catch (IOException e)
        {
            // Without its memory the link is slower, no more.
            Console.WriteLine("wifi: the last address is lost: " + e.Message);
            return null;
        }
    }

    private void Remember(string ssid)
    {
        var networks = WifiAdapter.FindAllAdapters()[0].NetworkReport.AvailableNetworks;
        for (var i = 0; i < networks.Length; i++)
        {
            if (networks[i].Ssid == ssid)
            {
                state.Rssi = (int)networks[i].NetworkRssiInDecibelMilliwatts;
            }
        }

        var network = NetworkInterface.GetAllNetworkInterfaces()[0];
        var dns = network.IPv4DnsAddresses;
        known = new[]
        {
            network.IPv4Address, network.IPv4SubnetMask, network.IPv4GatewayAddress, dns.Length == 0 ? network.IPv4GatewayAddress : dns[0],
        };
        try
        {
            memory.Write(Encoding.UTF8.GetBytes(known[0] + " " + known[1] + " " + known[2] + " " + known[3]));
        }
        catch (IOException e)
        {
            Console.WriteLine("wifi: the address can't be kept: " + e.Message);
        }
    }
}
