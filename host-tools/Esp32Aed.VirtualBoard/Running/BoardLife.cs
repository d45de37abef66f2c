namespace Esp32Aed.VirtualBoard;

/// <summary>How one start of a board ended.</summary>
/// <param name="Log">Lines that the program printed.</param>
/// <param name="On">How long the board was on.</param>
/// <param name="Sleep">How long it then slept; null where it did not go to sleep.</param>
/// <param name="Crash">What the program crashed with, or null.</param>
/// <param name="RadioOn">How long its radio was on in all.</param>
/// <param name="LongestRadioOn">How long its radio was on without a break.</param>
/// <param name="PowerWasCut">The power was cut before the program came to an end.</param>
/// <param name="IsReboot">The program has restarted the board.</param>
public sealed record BoardWake(
    IReadOnlyCollection<string> Log, TimeSpan On, TimeSpan? Sleep, Exception? Crash, TimeSpan RadioOn, TimeSpan LongestRadioOn, bool PowerWasCut, bool IsReboot);

/// <summary>
/// The life of a board over many starts: it sleeps deeply and is woken by its timer, or loses power and is switched on again. What survives is its drive,
/// its configuration and, while there is power, its clock chip; the world's time goes on.
/// </summary>
public sealed class BoardLife
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly BoardOptions options;
    private BoardRtc rtc = new();
    private bool isWakeUp;

    /// <summary>Prepares a life.</summary>
    /// <param name="options">The board; its clock chip, configuration and time are kept here.</param>
    /// <param name="bornAt">The world's time when the board is first switched on (UTC).</param>
    public BoardLife(BoardOptions options, DateTime bornAt)
    {
        this.options = options;
        Now = bornAt;
    }

    /// <summary>The world's time (UTC).</summary>
    public DateTime Now { get; private set; }

    /// <summary>The board's configuration block.</summary>
    public BoardConfiguration Configuration { get; } = new();

    /// <summary>How wrong the clock chip goes while the board sleeps, in millionths.</summary>
    public int SleepDriftPpm { get; set; }

    /// <summary>Runs the program from one start to the sleep, the end or the crash that follows.</summary>
    /// <param name="program">Entry of the application.</param>
    /// <param name="change">Changes what this start is to meet, or null.</param>
    /// <param name="switchedOn">Gets the board before the program starts, or null.</param>
    /// <exception cref="TimeoutException">The program neither slept nor ended in two minutes of real time.</exception>
    public BoardWake Start(Action program, Func<BoardOptions, BoardOptions>? change = null, Action<Board>? switchedOn = null)
    {
        var own = options with { Rtc = rtc, Configuration = Configuration, IsWakeUp = isWakeUp, SwitchedOnAt = Now };
        using var board = new Board(change?.Invoke(own) ?? own);
        switchedOn?.Invoke(board);
        board.Start(program);
        if (!board.Ended.WaitOne(Patience))
        {
            throw new TimeoutException("The board's program does not end: " + string.Join(" | ", board.Log.TakeLast(5)));
        }

        board.PowerOff();
        var on = TimeSpan.FromMicroseconds(board.Clock.Microseconds);
        var wake = new BoardWake(
            board.Log,
            on,
            board.DeepSleep,
            board.Crash,
            TimeSpan.FromMicroseconds(board.Wifi.OnMicroseconds),
            TimeSpan.FromMicroseconds(board.Wifi.LongestOnMicroseconds),
            board.DeepSleep is null && !board.Halted.WaitOne(0),
            board.IsRebooting);
        Now += on + (wake.Sleep ?? TimeSpan.Zero);
        isWakeUp = wake.Sleep is not null;
        if (wake.Sleep is { } sleep)
        {
            rtc.Advance(on + sleep + (sleep * (SleepDriftPpm / 1e6)));
        }
        else if (wake.IsReboot)
        {
            rtc.Advance(on);
        }
        else
        {
            rtc = new BoardRtc();
        }

        return wake;
    }

    /// <summary>The board has no power for a time.</summary>
    public void StayOff(TimeSpan time)
    {
        Now += time;
        rtc = new BoardRtc();
        isWakeUp = false;
    }
}
