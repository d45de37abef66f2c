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

/// <summary>The board's Wi-Fi: there is a network while <see cref="Board.IsNetworkUp"/> says so.</summary>
public static class WifiNetworkHelper
{
    /// <summary>Where the helper stands.</summary>
    public static NetworkHelperStatus Status =>
        Board.Current.IsNetworkUp ? NetworkHelperStatus.NetworkIsReady : NetworkHelperStatus.TokenExpiredWaitingIPAddress;

    /// <summary>What went wrong, or null.</summary>
    public static Exception? HelperException => null;

    /// <summary>Connects to the network of the board's configuration. Without a network it gives up at once instead of after a while.</summary>
    /// <param name="requiresDateTime">The clock is to be set.</param>
    /// <param name="wifiAdapterId">Number of the adapter.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>Whether there is a network.</returns>
    public static bool Reconnect(bool requiresDateTime = false, int wifiAdapterId = 0, CancellationToken token = default)
    {
        var board = Board.Current;
        if (board.IsNetworkUp && requiresDateTime)
        {
            board.SetClock();
        }

        return board.IsNetworkUp;
    }
}
