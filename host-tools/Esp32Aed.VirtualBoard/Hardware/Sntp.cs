using Esp32Aed.VirtualBoard;

namespace nanoFramework.Networking;

/// <summary>The time of the network: the answer of the server, if any, is there at the next wait of <see cref="BoardWifi.TimeMilliseconds"/>.</summary>
public static class Sntp
{
    /// <summary>Host of the time server.</summary>
    public static string Server1 { get; set; } = "0.pool.ntp.org";

    /// <summary>Asks the server now.</summary>
    public static void UpdateNow() => Board.Current.Wifi.SetClock();
}
