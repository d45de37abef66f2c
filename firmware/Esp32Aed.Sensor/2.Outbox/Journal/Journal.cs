using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>
/// The outbox on the drive: small segments (<see cref="SegmentStore"/>) to which entries are appended. A segment is small enough for the board's file system to
/// keep it inside its directory, where appending does not erase a block. After a write that failed nothing more is appended to
/// its segment: the next begins with the state as it is known here, and so says what counts of the ones before. When too few files are
/// left, two neighbouring segments of records that were never sent are merged into one. A segment is deleted when its last record has arrived.
/// </summary>
public sealed class Journal
{
    /// <summary>Bytes of a segment; a record with very long labels may make one larger.</summary>
    public const int SegmentBytes = 448;

    private const int LeastSlots = 14;

    // When all has arrived, what comes next goes into a new segment: each time a file is opened or closed, all its bytes are written.
    private const int MostBytesToKeep = 128;

    // Behind a record there is always one file left for merging and one for the news that records have arrived: else a full journal
    // could never become empty.
    private const int FreeBehindRecords = 2;

    private readonly SegmentStore files;
    private readonly LabelSets sets = new LabelSets();
    private readonly SegmentTable segments;
    private readonly RecordReading reading;
    private readonly EntryWriter line;
    private readonly int unsentWindow;
    private readonly int damagesAtStart;
    private Segment stateHolder;
    private Segment tail;
    private int tailLength;
    private int doubtfulSlot = -1;

    /// <summary>Reads what is on the drive.</summary>
    /// <param name="folder">Folder of the segments, without a backslash at its end.</param>
    /// <param name="mostBytes">Bytes that all files together may take.</param>
    /// <param name="unsentWindow">Records from the head on that are never merged.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    public Journal(string folder, int mostBytes, int unsentWindow)
    {
        this.unsentWindow = unsentWindow;
        var slots = mostBytes / SegmentBytes > LeastSlots ? mostBytes / SegmentBytes : LeastSlots;
        files = new SegmentStore(folder, slots);
        reading = new RecordReading(files, sets);
        var found = JournalRecovery.Of(files, slots, sets);
        segments = new SegmentTable(slots, found.Segments);
        line = new EntryWriter(found.Serial);
        State = found.State;
        stateHolder = found.StateHolder;
        tail = found.Tail;
        tailLength = found.TailLength;
        Next = found.Next;
        damagesAtStart = found.Damages;
    }

    /// <summary>How far the records have arrived.</summary>
    public JournalState State { get; private set; }

    /// <summary>Ordinal of the next record.</summary>
    public int Next { get; private set; }

    /// <summary>Times that something was found damaged, or records without their labels.</summary>
    public int Damages => damagesAtStart + reading.Damages;

    /// <summary>Records that have not arrived.</summary>
    public int Count => segments.RecordsFrom(State.Head);

    /// <summary>The label set of a state, or null.</summary>
    public LabelSet LabelsOf(JournalState state) => sets.Find(state.Tag);

    /// <summary>Adds a record, with its ordinal as its sequence; it is durable when this returns.</summary>
    /// <exception cref="IOException">It was not added.</exception>
    public void Add(CountRecord record)
    {
        record.Sequence = Next;
        var stored = new StoredRecord { Record = record, Set = sets.Of(record), From = Next, To = Next + 1 };
        Settle();
        DeleteDead();
        if (segments.Free < FreeBehindRecords || !TryAppend(stored, State))
        {
            MakeRoom();
            StartSegment(stored, State);
        }

        tail.AddRecord(stored.From);
        tail.To = stored.To;
        Next = stored.To;
    }

    /// <summary>Records have arrived; that is durable when this returns.</summary>
    /// <exception cref="IOException">They still count as not arrived.</exception>
    public void Advance(JournalState state)
    {
        Settle();
        DeleteDead();
        var leavesOnlyDead = state.Head >= Next && tailLength > MostBytesToKeep && segments.Free > 0;
        if (leavesOnlyDead || !TryAppend(null, state))
        {
            StartSegment(null, state);
        }

        State = state;
        stateHolder = segments.Newest;
        for (var i = 0; i < segments.Count; i++)
        {
            if (segments.At(i).To <= State.Head)
            {
                segments.At(i).Kill();
            }
        }

        DeleteDead();
    }

    /// <summary>The first records from an ordinal on, as many as one segment holds; null if there is none.</summary>
    /// <exception cref="IOException">They can't be read.</exception>
    public StoredRecord[] ReadFrom(int ordinal)
    {
        for (var first = segments.OfFirstFrom(ordinal); first != null; first = segments.OfFirstFrom(ordinal))
        {
            var records = reading.Read(first, ordinal);
            if (records.Length > 0)
            {
                return records;
            }
        }

        return null;
    }

    // A file of which nobody knows what it holds must be gone before anything else changes.
    private void Settle()
    {
        if (doubtfulSlot >= 0)
        {
            files.Delete(doubtfulSlot);
            doubtfulSlot = -1;
        }
    }

    private bool TryAppend(StoredRecord stored, JournalState state)
    {
        if (tail == null)
        {
            return false;
        }

        line.Clear();
        var set = stored != null ? stored.Set : sets.Find(state.Tag);
        var needsLabels = set != null && !tail.HasLabels(set.Tag);
        if (needsLabels)
        {
            line.AppendLabels(set);
        }

        if (stored != null)
        {
            line.AppendRecord(stored);
        }
        else
        {
            line.AppendState(state);
        }

        if (tailLength + line.Length > files.MostBytes(tail.Slot))
        {
            return false;
        }

        var segment = tail;
        tail = null;
        files.Append(segment.Slot, tailLength, line.Buffer, line.Length);
        tail = segment;
        tailLength += line.Length;
        if (needsLabels)
        {
            tail.AddLabels(set.Tag);
        }

        return true;
    }

    private void StartSegment(StoredRecord stored, JournalState state)
    {
        tail = null;
        var segment = new Segment(segments.FreeSlot()) { Serial = line.Serial, From = Next, To = Next };
        line.Clear();
        line.AppendClaim(0, Next, 0, state);
        line.AppendLabelsOnce(segment, sets.Find(state.Tag));
        if (stored != null)
        {
            line.AppendLabelsOnce(segment, stored.Set);
            line.AppendRecord(stored);
        }

        Create(segment);
        tail = segment;
        tailLength = line.Length;
        stateHolder = segment;
        DeleteDead();
    }

    private void Create(Segment segment)
    {
        doubtfulSlot = segment.Slot;
        files.Create(segment.Slot, line.ToArray());
        doubtfulSlot = -1;
        segments.Add(segment);
    }

    private void DeleteDead()
    {
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            var segment = segments.At(i);
            if (!segment.IsDead || segment == segments.Newest || segment == stateHolder)
            {
                continue;
            }

            try
            {
                files.Delete(segment.Slot);
                segments.RemoveAt(i);
            }
            catch (IOException)
            {
                // It counts for nothing, wherever it is; the next change tries again.
            }
        }
    }

    private void MakeRoom()
    {
        tail = null;
        DeleteDead();
        while (segments.Free < FreeBehindRecords + 1)
        {
            var before = segments.Free;
            if (before == 0 || !MergeTwo())
            {
                throw new IOException("the outbox is full");
            }

            DeleteDead();
            if (segments.Free <= before)
            {
                throw new IOException("the outbox is full and its old files can't be deleted");
            }
        }
    }

    // The two neighbours that stand for the fewest records, and of those the oldest.
    private bool MergeTwo()
    {
        var boundary = EndOfWindow();
        var tried = new bool[segments.Slots];
        while (boundary >= 0)
        {
            Segment best = null;
            Segment bestNext = null;
            for (var i = 0; i < segments.Count; i++)
            {
                var segment = segments.At(i);
                var next = segment.IsDead || segment.From < boundary || tried[segment.Slot] ? null : segments.OfFirstFrom(segment.To);
                if (next == null)
                {
                    continue;
                }

                var difference = best == null ? -1 : (next.To - segment.From) - (bestNext.To - best.From);
                if (difference < 0 || (difference == 0 && segment.From < best.From))
                {
                    best = segment;
                    bestNext = next;
                }
            }

            if (best == null)
            {
                return false;
            }

            if (TryMerge(best, bestNext))
            {
                return true;
            }

            tried[best.Slot] = true;
        }

        return false;
    }

    private int EndOfWindow()
    {
        var end = State.Head;
        for (var i = 0; i < unsentWindow; i++)
        {
            var segment = segments.OfFirstFrom(end);
            if (segment == null)
            {
                return -1;
            }

            end = segment.FirstFrom(end) + 1;
        }

        var beyond = segments.OfFirstFrom(end);
        return beyond == null ? -1 : beyond.FirstFrom(end);
    }

    private bool TryMerge(Segment first, Segment second)
    {
        var a = reading.Read(first, first.From);
        var b = reading.Read(second, second.From);
        var records = new StoredRecord[a.Length + b.Length];
        Array.Copy(a, records, a.Length);
        Array.Copy(b, 0, records, a.Length, b.Length);
        var merged = new Segment(segments.FreeSlot()) { Serial = line.Serial, From = first.From, To = second.To };
        line.Clear();
        line.AppendClaim(1, merged.From, merged.To, State);
        line.AppendLabelsOnce(merged, sets.Find(State.Tag));
        foreach (var record in records)
        {
            line.AppendLabelsOnce(merged, record.Set);
        }

        var head = line.Length;
        line.AppendClaim(1, merged.From, merged.To, null);
        var room = SegmentBytes - line.Length;
        line.Truncate(head);
        var coarser = new RecordCoarsening(records, line.Serial + records.Length);
        if (!coarser.FitInto(room))
        {
            return false;
        }

        for (var i = 0; i < coarser.Count; i++)
        {
            line.AppendRecord(records[i]);
            merged.AddRecord(records[i].From);
        }

        line.AppendClaim(1, merged.From, merged.To, null);
        Create(merged);
        stateHolder = merged;
        first.Kill();
        second.Kill();
        return true;
    }
}
