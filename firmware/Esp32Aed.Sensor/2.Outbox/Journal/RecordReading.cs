using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>Reads records from segments; what can't be found any more is said, and forgotten.</summary>
public sealed class RecordReading
{
    private readonly SegmentStore files;
    private readonly LabelSets sets;

    /// <summary>Makes the reader.</summary>
    public RecordReading(SegmentStore files, LabelSets sets)
    {
        this.files = files;
        this.sets = sets;
    }

    /// <summary>Times that records were found damaged, or without their labels.</summary>
    public int Damages { get; private set; }

    /// <summary>The records of a segment that count, from an ordinal on.</summary>
    /// <exception cref="IOException">They can't be read.</exception>
    public StoredRecord[] Read(Segment segment, int from)
    {
        var bytes = files.Read(segment.Slot);
        var expected = segment.CountFrom(from);
        var records = new StoredRecord[expected];
        var count = 0;
        var entries = new EntryReader(bytes, bytes.Length);
        while (count < expected && entries.Read())
        {
            var stored = entries.Type == JournalEntry.Record ? Parse(entries.Content) : null;
            if (stored != null && segment.IsLive(stored.From) && stored.From >= from)
            {
                records[count++] = stored;
            }
        }

        return count == expected ? records : WithoutLost(segment, from, records, count);
    }

    private StoredRecord Parse(ByteReader content)
    {
        var stored = new StoredRecord { From = content.ReadInt32() };
        stored.To = stored.From + content.ReadInt32();
        stored.Set = sets.Find(content.ReadUInt32());
        if (stored.Set == null)
        {
            return null;
        }

        stored.Record = RecordBytes.Read(content, stored.Set);
        if (stored.Record == null)
        {
            return null;
        }

        stored.Record.Sequence = stored.From;
        return stored;
    }

    private StoredRecord[] WithoutLost(Segment segment, int from, StoredRecord[] records, int count)
    {
        Damages++;
        Console.WriteLine("outbox: " + (records.Length - count).ToString() + " records in " + files.PathOf(segment.Slot) + " are damaged and lost");
        var found = 0;
        for (var ordinal = segment.FirstFrom(from); ordinal >= 0; ordinal = segment.FirstFrom(ordinal + 1))
        {
            if (found < count && records[found].From == ordinal)
            {
                found++;
            }
            else
            {
                segment.ForgetRecord(ordinal);
            }
        }

        var left = new StoredRecord[count];
        Array.Copy(records, left, count);
        return left;
    }
}
