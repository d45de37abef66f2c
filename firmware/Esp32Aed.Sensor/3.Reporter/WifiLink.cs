using System.Threading;
using nanoFramework.Networking;

namespace Esp32Aed.Sensor;

/// <summary>
/// The board's Wi-Fi. Network name and password lie in the board's network configuration, where <c>nanoff</c> puts them; the first
/// connection also sets the clock.
/// </summary>
public sealed class WifiLink
{
    private const int PatienceMilliseconds = 60000;

    private bool isUp;

    /// <summary>Waits until there is an address and a time, for a minute at most.</summary>
    /// <exception cref="ReportException">There is no network.</exception>
    public void Require()
    {
        if (isUp)
        {
            return;
        }

        using var patience = new CancellationTokenSource(PatienceMilliseconds);
        isUp = WifiNetworkHelper.Reconnect(requiresDateTime: true, token: patience.Token);
        if (!isUp)
        {
            var reason = WifiNetworkHelper.HelperException;
            throw new ReportException("no Wi-Fi, status " + ((int)WifiNetworkHelper.Status).ToString()
                + (reason == null ? string.Empty : " (" + reason.Message + ")"));
        }
    }

    /// <summary>A post has failed: the next one makes sure of the network first.</summary>
    public void Doubt() => isUp = false;
}
