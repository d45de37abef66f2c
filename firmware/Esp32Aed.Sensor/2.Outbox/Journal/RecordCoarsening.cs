namespace Esp32Aed.Sensor;

/// <summary>Merges neighbouring records, the finest first, until they fit into the room there is.</summary>
public sealed class RecordCoarsening
{
    private readonly ByteWriter entry = new ByteWriter();
    private readonly ByteWriter content = new ByteWriter();
    private readonly StoredRecord[] records;
    private readonly int serial;

    /// <summary>Begins.</summary>
    /// <param name="records">The records in their order; changed.</param>
    /// <param name="serial">Serial that an entry may have: large ones take more bytes.</param>
    public RecordCoarsening(StoredRecord[] records, int serial)
    {
        this.records = records;
        this.serial = serial;
        Count = records.Length;
    }

    /// <summary>Records left, at the front of the array.</summary>
    public int Count { get; private set; }

    /// <summary>Merges until the entries take no more than <paramref name="room"/> bytes; false if they always take more.</summary>
    public bool FitInto(int room)
    {
        while (Bytes() > room)
        {
            if (!MergeFinest())
            {
                return false;
            }
        }

        return true;
    }

    private int Bytes()
    {
        entry.Clear();
        for (var i = 0; i < Count; i++)
        {
            records[i].AppendTo(entry, serial, content);
        }

        return entry.Length;
    }

    private bool MergeFinest()
    {
        var best = -1;
        for (var i = 0; i + 1 < Count; i++)
        {
            if (records[i].Set.Tag == records[i + 1].Set.Tag && (best < 0 || Parts(i) < Parts(best)))
            {
                best = i;
            }
        }

        if (best < 0)
        {
            return false;
        }

        var first = records[best];
        var second = records[best + 1];
        records[best] = new StoredRecord { Record = RecordMerge.Of(first.Record, second.Record), Set = first.Set, From = first.From, To = second.To };
        Count--;
        for (var i = best + 1; i < Count; i++)
        {
            records[i] = records[i + 1];
        }

        return true;
    }

    private int Parts(int i) => records[i].Record.Records + records[i + 1].Record.Records;
}
