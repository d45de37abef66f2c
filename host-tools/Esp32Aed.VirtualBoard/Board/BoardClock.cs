namespace Esp32Aed.VirtualBoard;

/// <summary>Time on a board, and the waiting of its threads.</summary>
public abstract class BoardClock
{
    private volatile bool isOff;

    private protected BoardClock()
    {
    }

    /// <summary>Microseconds since the board was switched on.</summary>
    public abstract long Microseconds { get; }

    /// <summary>The board is off: all waits throw.</summary>
    private protected bool IsOff => isOff;

    /// <summary>Guards all that concerns waiting.</summary>
    private protected object Gate { get; } = new();

    /// <summary>Waits for a signal, or only for time to pass.</summary>
    /// <param name="signal">The signal, or null.</param>
    /// <param name="milliseconds">How long at most; -1 for ever.</param>
    /// <returns>Whether the signal came.</returns>
    internal abstract bool Wait(Signal? signal, int milliseconds);

    /// <summary>Sets a signal: one thread that waits for it goes on.</summary>
    internal abstract void Set(Signal signal);

    /// <summary>Stops all managed threads until a time, as a native call does that blocks the board's runtime.</summary>
    /// <param name="microseconds">Time of <see cref="Microseconds"/>.</param>
    internal abstract void BlockUntil(long microseconds);

    /// <summary>Says that the network is at work: until the result is disposed of, time that is not real stands still.</summary>
    internal abstract IDisposable Hold();

    /// <summary>A thread of the board is about to be started.</summary>
    internal abstract void ThreadStarting();

    /// <summary>First call of a new thread.</summary>
    internal abstract void ThreadStarted();

    /// <summary>Last call of a thread.</summary>
    internal abstract void ThreadEnded();

    /// <summary>Switches the board off: threads that wait, and threads that ask for the time, end with <see cref="PowerOffException"/>.</summary>
    internal void PowerOff()
    {
        lock (Gate)
        {
            isOff = true;
            Monitor.PulseAll(Gate);
        }
    }

    /// <summary>Ends the calling thread if the board is off.</summary>
    internal void ThrowIfOff()
    {
        if (IsOff)
        {
            throw new PowerOffException();
        }
    }
}

/// <summary>What an event waits on: set once, consumed by one waiter.</summary>
internal sealed class Signal
{
    /// <summary>Set, and not yet consumed.</summary>
    public bool IsSet { get; set; }
}
