namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Threading.Thread</c>, in the time of the board it was made on.</summary>
public sealed class Thread
{
    private readonly Board board = Board.Current;
    private readonly ThreadStart start;
    private System.Threading.Thread? thread;

    /// <summary>Makes a thread.</summary>
    public Thread(ThreadStart start) => this.start = start;

    /// <summary>It runs.</summary>
    public bool IsAlive => thread is { IsAlive: true };

    /// <summary>Waits; for ever, which is the end of a program here, if the time is <see cref="Timeout.Infinite"/>.</summary>
    public static void Sleep(int millisecondsTimeout)
    {
        if (millisecondsTimeout == Timeout.Infinite)
        {
            Board.Current.Halt();
        }

        Board.Current.Clock.Wait(null, millisecondsTimeout);
    }

    /// <summary>Waits.</summary>
    public static void Sleep(TimeSpan timeout) => Sleep((int)timeout.TotalMilliseconds);

    /// <summary>Starts it.</summary>
    public void Start() => thread = board.StartThread(() => start());
}
