namespace Esp32Aed.Sensor;

/// <summary>Puts the entries together that are written in one go, and numbers them.</summary>
public sealed class EntryWriter
{
    private readonly ByteWriter line = new ByteWriter();
    private readonly ByteWriter content = new ByteWriter();

    /// <summary>Makes a writer.</summary>
    /// <param name="serial">Serial of its first entry.</param>
    public EntryWriter(int serial) => Serial = serial;

    /// <summary>Serial of the next entry.</summary>
    public int Serial { get; private set; }

    /// <summary>Bytes of the entries.</summary>
    public int Length => line.Length;

    /// <summary>Holds the entries, and room behind them.</summary>
    public byte[] Buffer => line.Buffer;

    /// <summary>Starts anew; serials go on.</summary>
    public void Clear() => line.Clear();

    /// <summary>Takes back all that was written after a length.</summary>
    public void Truncate(int length) => line.Truncate(length);

    /// <summary>A copy of the entries.</summary>
    public byte[] ToArray() => line.ToArray();

    /// <summary>Appends a <see cref="JournalEntry.Header"/> or, without a state, a <see cref="JournalEntry.End"/>.</summary>
    public void AppendClaim(int kind, int from, int to, JournalState state)
    {
        content.Clear();
        content.WriteByte(kind);
        content.WriteNumber(from);
        content.WriteNumber(to);
        if (state != null)
        {
            state.WriteTo(content);
        }

        JournalEntry.Append(line, state != null ? JournalEntry.Header : JournalEntry.End, Serial++, content);
    }

    /// <summary>Appends labels, unless a segment holds them or there are none; it holds them then.</summary>
    public void AppendLabelsOnce(Segment segment, LabelSet set)
    {
        if (set != null && !segment.HasLabels(set.Tag))
        {
            AppendLabels(set);
            segment.AddLabels(set.Tag);
        }
    }

    /// <summary>Appends labels.</summary>
    public void AppendLabels(LabelSet set)
    {
        content.Clear();
        set.WriteTo(content);
        JournalEntry.Append(line, JournalEntry.Labels, Serial++, content);
    }

    /// <summary>Appends a state.</summary>
    public void AppendState(JournalState state)
    {
        content.Clear();
        state.WriteTo(content);
        JournalEntry.Append(line, JournalEntry.State, Serial++, content);
    }

    /// <summary>Appends a record.</summary>
    public void AppendRecord(StoredRecord stored) => stored.AppendTo(line, Serial++, content);
}
