using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>
/// Records on their way out, oldest first, in a <see cref="Journal"/> on the drive: what was added is there after a power cut, and leaves only after it
/// has arrived. When it is full, records that were never sent are merged into coarser ones, so no count is lost. One thread
/// adds, another takes.
/// </summary>
public sealed class Outbox : IDeliveredTotals
{
    /// <summary>Records that can be looked at before the first of them is removed. They may have been sent, so they are never merged.</summary>
    public const int Window = 8;

    private readonly object gate = new object();
    private readonly Journal journal;
    private readonly StoredRecord[] window = new StoredRecord[Window];
    private int windowCount;

    /// <summary>Opens the outbox and finds what is in it.</summary>
    /// <param name="folder">Its folder, without a backslash at its end.</param>
    /// <param name="mostBytes">Bytes its files may take; they take four times as much of the board's drive. At least fourteen <see cref="Journal.SegmentBytes"/> are used.</param>
    /// <exception cref="IOException">The drive can't be read.</exception>
    public Outbox(string folder, int mostBytes) => journal = new Journal(folder, mostBytes, Window);

    /// <summary>Records waiting.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return journal.Count;
            }
        }
    }

    /// <summary>Ordinal of the next record, which becomes its sequence: records that were ever added, if nothing was lost.</summary>
    public int Next
    {
        get
        {
            lock (gate)
            {
                return journal.Next;
            }
        }
    }

    /// <summary>Times that something on the drive was found damaged since the sensor started.</summary>
    public int Damages
    {
        get
        {
            lock (gate)
            {
                return journal.Damages;
            }
        }
    }

    /// <summary>Adds the newest record and numbers it; it is durable when this returns.</summary>
    /// <exception cref="IOException">
    /// It was not added, for the drive refuses or is full: its counts must stay where they are, in memory, and come with a later record. Only
    /// if the power is cut before the next successful call may it be found added all the same.
    /// </exception>
    public void Add(CountRecord record)
    {
        lock (gate)
        {
            journal.Add(record);
        }
    }

    /// <summary>Looks at a record, 0 being the oldest.</summary>
    /// <param name="index">0 to less than <see cref="Window"/> and <see cref="Count"/>.</param>
    /// <returns>The record, the same object each time until it is removed; or null where damage has left no such record.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Window"/>.</exception>
    /// <exception cref="IOException">The drive can't be read.</exception>
    public CountRecord Peek(int index)
    {
        if (index < 0 || index >= Window)
        {
            throw new ArgumentOutOfRangeException(nameof(index));
        }

        lock (gate)
        {
            Fill(index + 1);
            return index < windowCount ? window[index].Record : null;
        }
    }

    /// <summary>Removes the oldest records, for they have arrived; that is durable when this returns.</summary>
    /// <param name="count">How many; no more than <see cref="Peek"/> has returned.</param>
    /// <exception cref="InvalidOperationException">There are not so many.</exception>
    /// <exception cref="IOException">The drive refuses: they are still there, and are to be sent again.</exception>
    public void Remove(int count)
    {
        lock (gate)
        {
            Fill(count < Window ? count : Window);
            if (count > windowCount)
            {
                throw new InvalidOperationException("The outbox does not hold so many records.");
            }

            var state = journal.State;
            for (var i = 0; i < count; i++)
            {
                state = state.After(window[i].Record, window[i].Set, i == 0 ? journal.LabelsOf(state) : window[i - 1].Set, window[i].To);
            }

            if (count > 0)
            {
                journal.Advance(state);
                windowCount -= count;
                Array.Copy(window, count, window, 0, windowCount);
            }
        }
    }

    /// <summary>Events of a class that have arrived, in all; it begins anew for a class that one of the records since did not have.</summary>
    public long DeliveredOf(string label)
    {
        lock (gate)
        {
            return journal.State.Of(label, journal.LabelsOf(journal.State));
        }
    }

    private void Fill(int count)
    {
        while (windowCount < count)
        {
            var more = journal.ReadFrom(windowCount == 0 ? journal.State.Head : window[windowCount - 1].To);
            if (more == null)
            {
                return;
            }

            for (var i = 0; i < more.Length && windowCount < Window; i++)
            {
                window[windowCount++] = more[i];
            }
        }
    }
}
