using System.Diagnostics;

namespace Esp32Aed.VirtualBoard;

/// <summary>Decides when to give a run up: nothing is confirmed any more, or the board's time stands still.</summary>
internal sealed class RunPatience(Board board, TimeSpan patience, double intervalSeconds)
{
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(2);

    private long renewed = Stopwatch.GetTimestamp();
    private long boardRenewed;
    private long lastMoved = Stopwatch.GetTimestamp();
    private long lastTime;

    /// <summary>Something was confirmed.</summary>
    public void Renew()
    {
        renewed = Stopwatch.GetTimestamp();
        boardRenewed = board.Clock.Microseconds;
    }

    /// <summary>It is time to give up.</summary>
    public bool IsOver()
    {
        var now = board.Clock.Microseconds;
        if (now != lastTime)
        {
            lastTime = now;
            lastMoved = Stopwatch.GetTimestamp();
        }

        if (board.Played < 1)
        {
            Renew();
        }

        return Stopwatch.GetElapsedTime(lastMoved) > LongestStandstill
            || (Stopwatch.GetElapsedTime(renewed) > patience
                && (now - boardRenewed) / 1e6 > intervalSeconds + patience.TotalSeconds);
    }
}
