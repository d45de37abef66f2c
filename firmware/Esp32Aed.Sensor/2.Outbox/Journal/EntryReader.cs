namespace Esp32Aed.Sensor;

/// <summary>Goes through the entries of a segment; what is damaged is passed over.</summary>
public sealed class EntryReader
{
    private const int ChecksumBytes = 4;

    private readonly byte[] bytes;
    private readonly int end;
    private int next;

    /// <summary>Reads the first bytes of an array.</summary>
    public EntryReader(byte[] bytes, int count)
    {
        this.bytes = bytes;
        end = count;
    }

    /// <summary>Type of the entry.</summary>
    public byte Type { get; private set; }

    /// <summary>Serial of the entry.</summary>
    public int Serial { get; private set; }

    /// <summary>Content of the entry.</summary>
    public ByteReader Content { get; private set; }

    /// <summary>Bytes passed over.</summary>
    public int DamagedBytes { get; private set; }

    /// <summary>Places at which something damaged was passed over and an entry followed: no cut write looks like that.</summary>
    public int DamagedPlaces { get; private set; }

    /// <summary>Goes to the next entry, if there is one.</summary>
    public bool Read()
    {
        for (var at = next; at < end; at++)
        {
            var length = JournalEntry.LengthAt(bytes, at, end);
            if (length > 0)
            {
                if (at > next)
                {
                    DamagedBytes += at - next;
                    DamagedPlaces++;
                }

                next = at + length;
                Type = bytes[at];
                Content = new ByteReader(bytes, at + 1, length - 1 - ChecksumBytes);
                Content.ReadInt32();
                Serial = Content.ReadInt32();
                return true;
            }
        }

        DamagedBytes += end - next;
        next = end;
        return false;
    }
}
