namespace Esp32Aed.Sensor;

/// <summary>[time]: where the time comes from, and the local day.</summary>
public sealed class TimeSettings
{
    internal static readonly string[] Keys = { "time.server", "time.offset" };

    private const int MostMinutes = 14 * 60;

    private TimeSettings()
    {
    }

    /// <summary>Host of the time server (SNTP).</summary>
    public string Server { get; private set; }

    /// <summary>Minutes that local time is ahead of UTC; for quiet hours alone.</summary>
    public int OffsetMinutes { get; private set; }

    internal static TimeSettings Read(SettingsFile file)
    {
        var server = file.Find("time", "server");
        if (server != null && !TextRules.IsHost(server.Value))
        {
            throw server.Fault("server = " + server.Value + " is not allowed; write a host name or an IPv4 address");
        }

        var offset = file.Find("time", "offset");
        return new TimeSettings
        {
            Server = server == null ? "pool.ntp.org" : server.Value,
            OffsetMinutes = offset == null ? 0 : offset.AsSignedNumber(MostMinutes, "minutes"),
        };
    }
}
