namespace Esp32Aed.Sensor;

/// <summary>A record as the journal holds it. Records have ordinals without gaps; a merged one stands for all of its parts'.</summary>
public sealed class StoredRecord
{
    /// <summary>The record.</summary>
    public CountRecord Record { get; set; }

    /// <summary>Its labels.</summary>
    public LabelSet Set { get; set; }

    /// <summary>Its ordinal, which is the record's sequence.</summary>
    public int From { get; set; }

    /// <summary>The ordinal after it.</summary>
    public int To { get; set; }

    /// <summary>Appends it as an entry.</summary>
    /// <param name="bytes">Gets the entry.</param>
    /// <param name="serial">Serial of the entry.</param>
    /// <param name="content">A writer to work with.</param>
    public void AppendTo(ByteWriter bytes, int serial, ByteWriter content)
    {
        content.Clear();
        content.WriteNumber(From);
        content.WriteNumber(To - From);
        content.WriteUInt32(Set.Tag);
        RecordBytes.Write(content, Record);
        JournalEntry.Append(bytes, JournalEntry.Record, serial, content);
    }
}
