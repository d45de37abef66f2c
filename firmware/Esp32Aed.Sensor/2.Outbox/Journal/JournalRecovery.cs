using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>
/// Finds out at the start what the journal's files hold, whatever the power or the flash did. Where two segments speak of the same
/// ordinals the one that was written later is right: so a record whose write failed, and which arrived all the same, and the parts
/// of merged records count for nothing, even if they could not be deleted.
/// </summary>
public sealed class JournalRecovery
{
    private const int Tries = 3;

    private readonly SegmentStore files;
    private readonly SegmentScan[] scans;
    private readonly LabelSets sets;
    private int count;

    private JournalRecovery(SegmentStore files, int slots, LabelSets sets)
    {
        this.files = files;
        this.sets = sets;
        scans = new SegmentScan[slots];
    }

    /// <summary>The segments, in the order in which they were written.</summary>
    public Segment[] Segments { get; private set; }

    /// <summary>The newest state.</summary>
    public JournalState State { get; private set; } = new JournalState(0);

    /// <summary>The segment that holds it, or null.</summary>
    public Segment StateHolder { get; private set; }

    /// <summary>The segment that can be appended to, or null.</summary>
    public Segment Tail { get; private set; }

    /// <summary>Length of its file.</summary>
    public int TailLength { get; private set; }

    /// <summary>Ordinal of the next record.</summary>
    public int Next { get; private set; }

    /// <summary>Serial of the next entry.</summary>
    public int Serial { get; private set; }

    /// <summary>Files in which something was damaged after it had been written.</summary>
    public int Damages { get; private set; }

    /// <summary>Reads the files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="slots">How many there can be.</param>
    /// <param name="sets">Gets the label sets found.</param>
    /// <exception cref="IOException">One can't be read.</exception>
    public static JournalRecovery Of(SegmentStore files, int slots, LabelSets sets)
    {
        var recovery = new JournalRecovery(files, slots, sets);
        for (var slot = 0; slot < slots; slot++)
        {
            if (files.Exists(slot))
            {
                recovery.Scan(slot);
            }
        }

        recovery.ApplyClaims();
        recovery.Sum();
        return recovery;
    }

    private void Scan(int slot)
    {
        var bytes = ReadPatiently(slot);
        var scan = SegmentScan.Of(slot, bytes, sets);
        if (scan.IsRotten)
        {
            Damages++;
            Console.WriteLine("outbox: something in " + files.PathOf(slot) + " is damaged and was passed over");
        }

        if (scan.LastSerial < 0)
        {
            return;
        }

        var at = count++;
        for (; at > 0 && scans[at - 1].Segment.Serial > scan.Segment.Serial; at--)
        {
            scans[at] = scans[at - 1];
        }

        scans[at] = scan;
        if (at == count - 1)
        {
            TailLength = bytes.Length;
        }
    }

    private byte[] ReadPatiently(int slot)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return files.Read(slot);
            }
            catch (IOException)
            {
                if (tries == Tries)
                {
                    throw;
                }
            }
        }
    }

    private void ApplyClaims()
    {
        for (var j = 0; j < count; j++)
        {
            var newer = scans[j];
            if (newer.IsMerged && !newer.HasEnd && Competes(j))
            {
                // Its writing was cut short; what it was to replace is still there.
                newer.Segment.Kill();
                continue;
            }

            for (var i = 0; i < j && (newer.HasHeader || newer.HasEnd); i++)
            {
                Replace(scans[i].Segment, newer.ClaimFrom, newer.ClaimTo);
            }
        }
    }

    private bool Competes(int j)
    {
        for (var i = 0; i < j; i++)
        {
            if (scans[i].Segment.From < scans[j].ClaimTo && scans[i].Segment.To > scans[j].ClaimFrom)
            {
                return true;
            }
        }

        return false;
    }

    private static void Replace(Segment older, int from, int to)
    {
        if (older.From >= from && older.From < to)
        {
            older.From = older.To < to ? older.To : to;
        }
        else if (older.From < from && older.To > from)
        {
            older.To = from;
        }
    }

    private void Sum()
    {
        Segments = new Segment[count];
        for (var i = 0; i < count; i++)
        {
            var scan = scans[i];
            Segments[i] = scan.Segment;
            Serial = scan.LastSerial >= Serial ? scan.LastSerial + 1 : Serial;
            Next = scan.Segment.To > Next ? scan.Segment.To : Next;
            if (scan.State != null)
            {
                State = scan.State;
                StateHolder = scan.Segment;
            }
        }

        Next = State.Head > Next ? State.Head : Next;
        var newest = count > 0 ? scans[count - 1] : null;
        if (newest != null && newest.HasHeader && !newest.IsMerged && newest.IsWhole)
        {
            Tail = newest.Segment;
        }
    }
}
