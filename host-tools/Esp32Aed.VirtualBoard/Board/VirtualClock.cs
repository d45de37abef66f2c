namespace Esp32Aed.VirtualBoard;

/// <summary>
/// Time that passes only while the whole board waits, and then at once: a discrete-event simulation of a processor that is busy
/// only when told so. One thread of the board runs at a time, as on the single-core runtime; when it waits, the thread whose time comes first goes
/// on and the clock stands at that time. So a run depends on nothing but the program and its sound. The network takes no time
/// (<see cref="Hold"/>).
/// </summary>
internal sealed class VirtualClock : BoardClock
{
    private readonly List<Waiter> waiters = [];
    private long now;
    private long order;
    private int running;
    private int holds;

    /// <inheritdoc/>
    public override long Microseconds
    {
        get
        {
            lock (Gate)
            {
                return now;
            }
        }
    }

    internal override bool Wait(Signal? signal, int milliseconds)
    {
        lock (Gate)
        {
            ThrowIfOff();
            if (signal is { IsSet: true })
            {
                signal.IsSet = false;
                return true;
            }

            return Sleep(signal, milliseconds < 0 ? long.MaxValue : now + (milliseconds * 1000L));
        }
    }

    internal override void Set(Signal signal)
    {
        lock (Gate)
        {
            var waiter = waiters.Find(w => w.Signal == signal && !w.Signalled);
            if (waiter is null)
            {
                signal.IsSet = true;
                return;
            }

            waiter.Signalled = true;
            waiter.Deadline = now;
            Dispatch(null);
        }
    }

    internal override void BlockUntil(long microseconds)
    {
        lock (Gate)
        {
            ThrowIfOff();
            now = Math.Max(now, microseconds);
        }
    }

    internal override IDisposable Hold()
    {
        lock (Gate)
        {
            holds++;
        }

        return new HoldRelease(this);
    }

    internal override void ThreadStarting()
    {
        lock (Gate)
        {
            ThrowIfOff();
            waiters.Add(new Waiter { Deadline = now, Order = order++, IsNewThread = true });
            Dispatch(null);
        }
    }

    internal override void ThreadStarted()
    {
        lock (Gate)
        {
            // A thread that starts takes the oldest place kept for a new thread.
            var waiter = waiters.Find(w => w.IsNewThread && !w.Taken);
            if (waiter is not null)
            {
                waiter.Taken = true;
                WaitForTurn(waiter);
            }
        }
    }

    internal override void ThreadEnded()
    {
        lock (Gate)
        {
            running--;
            Dispatch(null);
        }
    }

    private bool Sleep(Signal? signal, long deadline)
    {
        var waiter = new Waiter { Signal = signal, Deadline = deadline, Order = order++, Taken = true };
        waiters.Add(waiter);
        running--;
        Dispatch(waiter);
        WaitForTurn(waiter);
        return waiter.Signalled;
    }

    private void WaitForTurn(Waiter waiter)
    {
        while (!waiter.HasTurn)
        {
            if (IsOff)
            {
                waiters.Remove(waiter);
                running++;
                throw new PowerOffException();
            }

            Monitor.Wait(Gate);
        }

        waiters.Remove(waiter);
    }

    private void Dispatch(Waiter? self)
    {
        if (running > 0 || holds > 0 || IsOff)
        {
            return;
        }

        Waiter? next = null;
        foreach (var waiter in waiters)
        {
            if (!waiter.HasTurn && (next is null || waiter.Deadline < next.Deadline || (waiter.Deadline == next.Deadline && waiter.Order < next.Order)))
            {
                next = waiter;
            }
        }

        if (next is null || next.Deadline == long.MaxValue)
        {
            return;
        }

        now = Math.Max(now, next.Deadline);
        next.HasTurn = true;
        running++;
        if (next != self)
        {
            Monitor.PulseAll(Gate);
        }
    }

    private void Release()
    {
        lock (Gate)
        {
            holds--;
            Dispatch(null);
        }
    }

    private sealed class Waiter
    {
        public Signal? Signal { get; init; }

        public long Deadline { get; set; }

        public long Order { get; init; }

        public bool IsNewThread { get; init; }

        public bool Taken { get; set; }

        public bool Signalled { get; set; }

        public bool HasTurn { get; set; }
    }

    private sealed class HoldRelease(VirtualClock clock) : IDisposable
    {
        private int disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0)
            {
                clock.Release();
            }
        }
    }
}
