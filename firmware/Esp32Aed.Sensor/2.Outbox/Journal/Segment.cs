namespace Esp32Aed.Sensor;

/// <summary>A file of the journal, as it is known in memory. Its records have ordinals from <see cref="From"/> to before <see cref="To"/>.</summary>
public sealed class Segment
{
    private readonly uint[] tags = new uint[4];
    private int tagCount;
    private int[] starts = new int[8];
    private int startCount;

    /// <summary>Makes what is known of a file.</summary>
    public Segment(int slot) => Slot = slot;

    /// <summary>Number of the file.</summary>
    public int Slot { get; }

    /// <summary>Serial of its first entry.</summary>
    public int Serial { get; set; }

    /// <summary>First ordinal that counts.</summary>
    public int From { get; set; }

    /// <summary>Ordinal after the last that counts; not above <see cref="From"/> where nothing does.</summary>
    public int To { get; set; }

    /// <summary>Nothing in it counts any more; it waits to be deleted.</summary>
    public bool IsDead => To <= From;

    /// <summary>A record was found or written.</summary>
    public void AddRecord(int ordinal)
    {
        if (startCount == starts.Length)
        {
            var more = new int[startCount * 2];
            System.Array.Copy(starts, more, startCount);
            starts = more;
        }

        starts[startCount++] = ordinal;
    }

    /// <summary>A record is no longer to be found.</summary>
    public void ForgetRecord(int ordinal)
    {
        for (var i = 0; i < startCount; i++)
        {
            if (starts[i] == ordinal)
            {
                System.Array.Copy(starts, i + 1, starts, i, startCount - i - 1);
                startCount--;
                return;
            }
        }
    }

    /// <summary>Records that count, from an ordinal on.</summary>
    public int CountFrom(int ordinal)
    {
        var count = 0;
        for (var i = 0; i < startCount; i++)
        {
            count += IsLive(starts[i]) && starts[i] >= ordinal ? 1 : 0;
        }

        return count;
    }

    /// <summary>The first record that counts, from an ordinal on, or -1.</summary>
    public int FirstFrom(int ordinal)
    {
        var first = -1;
        for (var i = 0; i < startCount; i++)
        {
            if (IsLive(starts[i]) && starts[i] >= ordinal && (first < 0 || starts[i] < first))
            {
                first = starts[i];
            }
        }

        return first;
    }

    /// <summary>A record of this ordinal in it counts.</summary>
    public bool IsLive(int ordinal) => ordinal >= From && ordinal < To;

    /// <summary>Nothing in it counts any more.</summary>
    public void Kill() => To = From;

    /// <summary>It holds the labels of a tag.</summary>
    public bool HasLabels(uint tag)
    {
        for (var i = 0; i < tagCount; i++)
        {
            if (tags[i] == tag)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Labels were found or written; those it can't remember are written again when they are needed.</summary>
    public void AddLabels(uint tag)
    {
        if (tagCount < tags.Length && !HasLabels(tag))
        {
            tags[tagCount++] = tag;
        }
    }
}
