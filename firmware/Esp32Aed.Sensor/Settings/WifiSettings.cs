namespace Esp32Aed.Sensor;

/// <summary>[wifi]: addresses. Network name and password lie in the board's own configuration.</summary>
public sealed class WifiSettings
{
    internal static readonly string[] Keys = { "wifi.address", "wifi.mask", "wifi.gateway", "wifi.dns", "wifi.keep" };

    private WifiSettings()
    {
    }

    /// <summary>The sensor's own IPv4 address, or null where the network gives it one.</summary>
    public string Address { get; private set; }

    /// <summary>Mask of the network, or null.</summary>
    public string Mask { get; private set; }

    /// <summary>Address of the gateway, or null.</summary>
    public string Gateway { get; private set; }

    /// <summary>Address of the name server, or null.</summary>
    public string Dns { get; private set; }

    /// <summary>The connection is kept between posts, for sensors on mains.</summary>
    public bool KeepsConnected { get; private set; }

    internal static WifiSettings Read(SettingsFile file)
    {
        var keep = file.Find("wifi", "keep");
        var address = file.Find("wifi", "address");
        var settings = new WifiSettings
        {
            Address = AddressOf(address),
            Mask = AddressOf(file.Find("wifi", "mask")),
            Gateway = AddressOf(file.Find("wifi", "gateway")),
            Dns = AddressOf(file.Find("wifi", "dns")),
            KeepsConnected = keep != null && keep.AsYes(),
        };
        if (address != null && (settings.Mask == null || settings.Gateway == null))
        {
            throw address.Fault("address needs mask and gateway too; add mask = 255.255.255.0 and gateway = 192.168.1.1");
        }

        return settings;
    }

    private static string AddressOf(SettingsEntry entry)
    {
        if (entry == null)
        {
            return null;
        }

        var parts = entry.Value.Split('.');
        var isAddress = parts.Length == 4;
        for (var i = 0; i < parts.Length && isAddress; i++)
        {
            isAddress = parts[i].Length <= 3 && TextRules.IsAll(parts[i], TextRules.Digits) && int.Parse(parts[i]) <= 255;
        }

        return isAddress ? entry.Value : throw entry.Fault(entry.Key + " = " + entry.Value + " is not allowed; write an IPv4 address like 192.168.1.20");
    }
}
