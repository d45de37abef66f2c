using System.Diagnostics;

namespace Esp32Aed.VirtualBoard;

/// <summary>Decides when to give a run up: nothing is confirmed any more, or the board's time stands still.</summary>
internal sealed class RunPatience(Board board, TimeSpan patience, double intervalSeconds, string? complaint)
{
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    private long renewed = Stopwatch.GetTimestamp();
    private long boardRenewed;
    private long lastMoved = Stopwatch.GetTimestamp();
    private long lastTime;
    private int complaints;

    /// <summary>Something was confirmed.</summary>
    public void Renew()
    {
        RenewTime();
        complaints = Complaints();
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
            RenewTime();
        }

        var waited = Stopwatch.GetElapsedTime(renewed);
        return Stopwatch.GetElapsedTime(lastMoved) > LongestStandstill
            || (waited > patience
                && (now - boardRenewed) / 1e6 > intervalSeconds + patience.TotalSeconds
                && (complaint is null || Complaints() > complaints || waited > patience + LongestSilence));
    }

    private void RenewTime()
    {
        renewed = Stopwatch.GetTimestamp();
        boardRenewed = board.Clock.Microseconds;
    }

    private int Complaints() => complaint is null ? 0 : board.Log.Count(line => line.StartsWith(complaint, StringComparison.Ordinal));
}
