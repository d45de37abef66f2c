namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Threading.CancellationTokenSource</c>, in the time of the board it was made on.</summary>
public sealed class CancellationTokenSource : IDisposable
{
    private readonly Board board = Board.Current;
    private readonly long deadline;

    /// <summary>Makes a source that cancels after a time.</summary>
    public CancellationTokenSource(int millisecondsDelay) => deadline = board.Clock.Microseconds + (millisecondsDelay * 1000L);

    /// <summary>Its token.</summary>
    public CancellationToken Token => new(deadline);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

/// <summary>nanoFramework's <c>System.Threading.CancellationToken</c>.</summary>
public readonly struct CancellationToken
{
    private readonly long deadline;

    internal CancellationToken(long deadline) => this.deadline = deadline;

    /// <summary>Time by the board's clock at which it is cancelled; the end of times for a token that never is.</summary>
    internal long Deadline => deadline == 0 ? long.MaxValue : deadline;

    /// <summary>It is over.</summary>
    public bool IsCancellationRequested => Board.Current.Clock.Microseconds >= Deadline;
}
