using System.Diagnostics;

namespace Esp32Aed.VirtualBoard;

/// <summary>
/// Real time. Threads run side by side: that a blocking native call stops all of a board's threads is not imitated here.
/// </summary>
internal sealed class WallClock : BoardClock
{
    private readonly long start = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public override long Microseconds => Stopwatch.GetElapsedTime(start).Ticks / TimeSpan.TicksPerMicrosecond;

    internal override bool Wait(Signal? signal, int milliseconds)
    {
        lock (Gate)
        {
            return WaitUntil(signal, milliseconds < 0 ? long.MaxValue : Microseconds + (milliseconds * 1000L));
        }
    }

    internal override void Set(Signal signal)
    {
        lock (Gate)
        {
            signal.IsSet = true;
            Monitor.PulseAll(Gate);
        }
    }

    internal override void BlockUntil(long microseconds)
    {
        lock (Gate)
        {
            WaitUntil(null, microseconds);
        }
    }

    internal override IDisposable Hold() => NoHold.Instance;

    internal override void ThreadStarting()
    {
    }

    internal override void ThreadStarted()
    {
    }

    internal override void ThreadEnded()
    {
    }

    private bool WaitUntil(Signal? signal, long deadline)
    {
        while (true)
        {
            ThrowIfOff();
            if (signal is { IsSet: true })
            {
                signal.IsSet = false;
                return true;
            }

            var left = deadline == long.MaxValue ? int.MaxValue : (deadline - Microseconds + 999) / 1000;
            if (left <= 0)
            {
                return false;
            }

            Monitor.Wait(Gate, (int)Math.Min(left, int.MaxValue));
        }
    }

    private sealed class NoHold : IDisposable
    {
        public static readonly NoHold Instance = new();

        public void Dispose()
        {
        }
    }
}
