namespace Esp32Aed.Sensor;

/// <summary>What the journal knows besides its records: how far they have arrived, and how many events of each class in all.</summary>
public sealed class JournalState
{
    /// <summary>Makes a state in which nothing has arrived.</summary>
    /// <param name="classes">Number of classes.</param>
    public JournalState(int classes) => Delivered = new long[classes];

    /// <summary>Ordinal of the first record that has not arrived.</summary>
    public int Head { get; set; }

    /// <summary>The classes of <see cref="Delivered"/>, by the tag of their <see cref="LabelSet"/>.</summary>
    public uint Tag { get; set; }

    /// <summary>Events of each class that have arrived.</summary>
    public long[] Delivered { get; }

    /// <summary>Reads one, or null if it is not whole.</summary>
    public static JournalState Read(ByteReader bytes)
    {
        var head = bytes.ReadInt32();
        var tag = bytes.ReadUInt32();
        var state = new JournalState(bytes.ReadCount()) { Head = head, Tag = tag };
        for (var i = 0; i < state.Delivered.Length; i++)
        {
            state.Delivered[i] = bytes.ReadNumber();
        }

        return bytes.IsTorn ? null : state;
    }

    /// <summary>Writes it.</summary>
    public void WriteTo(ByteWriter bytes)
    {
        bytes.WriteNumber(Head);
        bytes.WriteUInt32(Tag);
        bytes.WriteNumber(Delivered.Length);
        foreach (var events in Delivered)
        {
            bytes.WriteNumber(events);
        }
    }

    /// <summary>The state after a record has arrived too. A class keeps its events for as long as each record that arrives has it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="set">Its classes.</param>
    /// <param name="before">Those of this state, or null where there are none.</param>
    /// <param name="head">Ordinal after the record's.</param>
    public JournalState After(CountRecord record, LabelSet set, LabelSet before, int head)
    {
        var after = new JournalState(set.Labels.Length) { Head = head, Tag = set.Tag };
        for (var c = 0; c < after.Delivered.Length; c++)
        {
            after.Delivered[c] = record.Counts[c] + Of(set.Labels[c], before);
        }

        return after;
    }

    /// <summary>Events of a class that have arrived.</summary>
    /// <param name="label">Name of the class.</param>
    /// <param name="set">The classes of this state, or null where there are none.</param>
    public long Of(string label, LabelSet set)
    {
        for (var c = 0; set != null && c < Delivered.Length; c++)
        {
            if (set.Labels[c] == label)
            {
                return Delivered[c];
            }
        }

        return 0;
    }
}
