namespace Esp32Aed.VirtualBoard;

/// <summary>
/// The clock chip of a board: it goes on while the board sleeps deeply, and starts at 1970 when power was lost. It outlives the
/// <see cref="Board"/> of one start, as whoever restarts the board says.
/// </summary>
public sealed class BoardRtc
{
    /// <summary>What it shows at the moment the board is switched on.</summary>
    public DateTime AtSwitchOn { get; set; } = DateTime.UnixEpoch;

    /// <summary>Lets it go on by what it takes for the time that a board was on and then slept.</summary>
    public void Advance(TimeSpan time) => AtSwitchOn += time;
}
