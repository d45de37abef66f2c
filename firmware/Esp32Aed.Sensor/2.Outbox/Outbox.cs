using System;
using System.Threading;

namespace Esp32Aed.Sensor;

/// <summary>
/// Records on their way out, oldest first. It holds a fixed number and never drops one: while it is full the listener leaves its
/// interval open, so that the next record covers a longer time and no count is lost. One thread adds, another takes.
/// </summary>
public sealed class Outbox
{
    private readonly object gate = new object();
    private readonly AutoResetEvent added = new AutoResetEvent(false);
    private readonly CountRecord[] records;
    private int oldest;
    private int count;

    /// <summary>Makes an empty outbox.</summary>
    /// <param name="capacity">Records it can hold, 1 or more.</param>
    public Outbox(int capacity) => records = new CountRecord[capacity];

    /// <summary>Records waiting.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return count;
            }
        }
    }

    /// <summary>No further record can be added now.</summary>
    public bool IsFull => Count == records.Length;

    /// <summary>Adds the newest record.</summary>
    /// <exception cref="InvalidOperationException">The outbox is full.</exception>
    public void Add(CountRecord record)
    {
        lock (gate)
        {
            if (count == records.Length)
            {
                throw new InvalidOperationException("The outbox is full.");
            }

            records[(oldest + count) % records.Length] = record;
            count++;
        }

        added.Set();
    }

    /// <summary>Waits until there is a record, and looks at the oldest without taking it out.</summary>
    public CountRecord WaitForOldest()
    {
        while (true)
        {
            lock (gate)
            {
                if (count > 0)
                {
                    return records[oldest];
                }
            }

            added.WaitOne();
        }
    }

    /// <summary>Takes the oldest record out: it has arrived.</summary>
    /// <exception cref="InvalidOperationException">The outbox is empty.</exception>
    public void RemoveOldest()
    {
        lock (gate)
        {
            if (count == 0)
            {
                throw new InvalidOperationException("The outbox is empty.");
            }

            records[oldest] = null;
            oldest = (oldest + 1) % records.Length;
            count--;
        }
    }
}
