namespace Esp32Aed.Sensor;

/// <summary>What a file of the journal says, read once at the start.</summary>
public sealed class SegmentScan
{
    private readonly LabelSets sets;

    private SegmentScan(int slot, LabelSets sets)
    {
        Segment = new Segment(slot);
        this.sets = sets;
    }

    /// <summary>Its records and labels.</summary>
    public Segment Segment { get; }

    /// <summary>Serial of its last entry, or -1 if it has none.</summary>
    public int LastSerial { get; private set; } = -1;

    /// <summary>Its header is whole.</summary>
    public bool HasHeader { get; private set; }

    /// <summary>It holds merged records.</summary>
    public bool IsMerged { get; private set; }

    /// <summary>The merged records are all there.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>From this ordinal on it replaces what older segments hold.</summary>
    public int ClaimFrom { get; private set; }

    /// <summary>Up to this ordinal.</summary>
    public int ClaimTo { get; private set; } = int.MaxValue;

    /// <summary>The last state in it, or null.</summary>
    public JournalState State { get; private set; }

    /// <summary>Nothing in it is damaged, the end included.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Something in it was damaged after it had been written.</summary>
    public bool IsRotten { get; private set; }

    /// <summary>Reads a file's bytes; what it says of labels goes into <paramref name="sets"/>.</summary>
    public static SegmentScan Of(int slot, byte[] bytes, LabelSets sets)
    {
        var scan = new SegmentScan(slot, sets);
        var entries = new EntryReader(bytes, bytes.Length);
        while (entries.Read())
        {
            if (scan.LastSerial < 0)
            {
                scan.Segment.Serial = entries.Serial;
            }

            scan.LastSerial = entries.Serial;
            scan.Take(entries.Type, entries.Content);
        }

        scan.IsWhole = entries.DamagedBytes == 0;
        scan.IsRotten = entries.DamagedPlaces > 0;
        return scan;
    }

    private void Take(byte type, ByteReader content)
    {
        if (type == JournalEntry.Labels)
        {
            var set = LabelSet.Read(content);
            if (set != null)
            {
                sets.Add(set);
                Segment.AddLabels(set.Tag);
            }
        }
        else if (type == JournalEntry.Record)
        {
            TakeRecord(content.ReadInt32(), content.ReadInt32());
        }
        else if (type == JournalEntry.State)
        {
            State = JournalState.Read(content) ?? State;
        }
        else
        {
            TakeClaim(type, content);
        }
    }

    private void TakeRecord(int ordinal, int covered)
    {
        if (Segment.IsDead && !HasHeader)
        {
            Segment.From = ordinal;
        }

        Segment.AddRecord(ordinal);
        Segment.To = ordinal + covered > Segment.To ? ordinal + covered : Segment.To;
    }

    private void TakeClaim(byte type, ByteReader content)
    {
        IsMerged = content.ReadByte() == 1;
        ClaimFrom = content.ReadInt32();
        var to = content.ReadInt32();
        Segment.From = ClaimFrom;
        Segment.To = Segment.To > ClaimFrom ? Segment.To : ClaimFrom;
        if (IsMerged)
        {
            ClaimTo = to;
            Segment.To = to;
        }

        if (type == JournalEntry.Header)
        {
            HasHeader = true;
            State = JournalState.Read(content);
        }
        else
        {
            HasEnd = true;
        }
    }
}
