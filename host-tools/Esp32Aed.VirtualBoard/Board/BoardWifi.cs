using System.Net.NetworkInformation;

namespace Esp32Aed.VirtualBoard;

/// <summary>
/// The Wi-Fi around a board, and the board's radio, which the runtime turns on at the start or not at all, as <see cref="BoardConfiguration"/> says. Times are those of a managed runtime on an ESP32; who plays the world may change all of
/// them at any moment.
/// </summary>
public sealed class BoardWifi
{
    private readonly Board board;
    private readonly bool isEnabled;
    private long onSince = -1;

    internal BoardWifi(Board board)
    {
        this.board = board;
        isEnabled = board.Configuration.Options.HasFlag(Wireless80211Configuration.ConfigurationOptions.Enable);
        if (isEnabled)
        {
            onSince = 0;
        }
    }

    /// <summary>Milliseconds until the access point has let the board in.</summary>
    public int JoinMilliseconds { get; set; } = 900;

    /// <summary>Milliseconds until there is an address; negative where nobody gives one.</summary>
    public int AddressMilliseconds { get; set; } = 1800;

    /// <summary>Milliseconds of a scan over all channels.</summary>
    public int ScanMilliseconds { get; set; } = 6500;

    /// <summary>The access point has moved to another channel, or the network to other addresses: only a scan helps.</summary>
    public bool NeedsScan { get; set; }

    /// <summary>Strength of the access point's signal, dBm.</summary>
    public int Rssi { get; set; } = -67;

    /// <summary>Milliseconds until the time server answers; negative where none does.</summary>
    public int TimeMilliseconds { get; set; } = 150;

    /// <summary>How wrong the time server is.</summary>
    public TimeSpan TimeError { get; set; }

    /// <summary>The board is in the network.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>A scan has seen the access point.</summary>
    internal bool IsSeen { get; private set; }

    /// <summary>The radio is on.</summary>
    public bool IsOn => onSince >= 0;

    /// <summary>Longest time that the radio was on without a break, microseconds.</summary>
    public long LongestOnMicroseconds { get; private set; }

    /// <summary>Time that the radio was on in all, microseconds.</summary>
    public long OnMicroseconds { get; private set; }

    /// <summary>Address that the board has.</summary>
    internal string Address { get; private set; } = "0.0.0.0";

    /// <summary>Tries to get into the network.</summary>
    /// <param name="scans">All channels are scanned first.</param>
    /// <param name="fixedAddress">Address that the board wants to use, or null to ask for one.</param>
    /// <param name="until">End of the patience, by <see cref="BoardClock.Microseconds"/>.</param>
    internal bool Connect(bool scans, string? fixedAddress, long until)
    {
        IsConnected = false;
        if (!isEnabled)
        {
            return false;
        }

        onSince = onSince < 0 ? board.Clock.Microseconds : onSince;
        var needed = JoinMilliseconds + (scans ? ScanMilliseconds : 0) + (fixedAddress is null ? AddressMilliseconds : 0);
        var isHopeless = !board.IsNetworkUp || (NeedsScan && !scans) || (fixedAddress is null && AddressMilliseconds < 0);
        var end = isHopeless ? until : Math.Min(until, board.Clock.Microseconds + (needed * 1000L));
        IsSeen |= scans && board.IsNetworkUp;
        WaitUntil(end);
        IsConnected = !isHopeless && end < until && board.IsNetworkUp;
        if (IsConnected)
        {
            NeedsScan = false;
            Address = fixedAddress ?? "192.168.1.57";
        }

        return IsConnected;
    }

    /// <summary>Asks for the time.</summary>
    internal void SetClock()
    {
        if (board.IsNetworkUp && TimeMilliseconds >= 0)
        {
            board.SetClock(TimeError);
        }
    }

    internal void TurnOff()
    {
        IsConnected = false;
        if (onSince >= 0)
        {
            var on = board.Clock.Microseconds - onSince;
            OnMicroseconds += on;
            LongestOnMicroseconds = Math.Max(LongestOnMicroseconds, on);
            onSince = -1;
        }
    }

    private void WaitUntil(long end)
    {
        if (end == long.MaxValue)
        {
            throw new InvalidOperationException("The board would wait for ever for its network; give it a token that ends.");
        }

        var left = end - board.Clock.Microseconds;
        if (left > 0)
        {
            board.Clock.Wait(null, (int)((left + 999) / 1000));
        }
    }
}
