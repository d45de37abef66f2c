using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>The segments on the drive.</summary>
public sealed class SegmentTable
{
    private readonly Segment[] segments;

    /// <summary>Makes the table.</summary>
    /// <param name="slots">How many there can be.</param>
    /// <param name="found">Those that there are, in the order in which they were written.</param>
    public SegmentTable(int slots, Segment[] found)
    {
        segments = new Segment[slots];
        Count = found.Length;
        Array.Copy(found, segments, Count);
        Newest = Count > 0 ? segments[Count - 1] : null;
    }

    /// <summary>Segments there are.</summary>
    public int Count { get; private set; }

    /// <summary>Segments there can be.</summary>
    public int Slots => segments.Length;

    /// <summary>Segments that can still be made.</summary>
    public int Free => segments.Length - Count;

    /// <summary>The one that was made last, or null.</summary>
    public Segment Newest { get; private set; }

    /// <summary>One of them.</summary>
    public Segment At(int index) => segments[index];

    /// <summary>Adds the newest.</summary>
    public void Add(Segment segment)
    {
        segments[Count++] = segment;
        Newest = segment;
    }

    /// <summary>Removes one whose file is gone.</summary>
    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(segments, index + 1, segments, index, Count - index);
    }

    /// <summary>Records that count, from an ordinal on.</summary>
    public int RecordsFrom(int ordinal)
    {
        var count = 0;
        for (var i = 0; i < Count; i++)
        {
            count += segments[i].CountFrom(ordinal);
        }

        return count;
    }

    /// <summary>The segment of the first record that counts, from an ordinal on, or null.</summary>
    public Segment OfFirstFrom(int ordinal)
    {
        Segment first = null;
        for (var i = 0; i < Count; i++)
        {
            var next = segments[i].FirstFrom(ordinal);
            if (next >= 0 && (first == null || next < first.FirstFrom(ordinal)))
            {
                first = segments[i];
            }
        }

        return first;
    }

    /// <summary>
    /// A file that can be made: the next after the newest, if it is free. So the newest is mostly the last that is read at the start,
    /// and stays open.
    /// </summary>
    /// <exception cref="IOException">All are used.</exception>
    public int FreeSlot()
    {
        var start = Newest == null ? 0 : Newest.Slot + 1;
        for (var i = 0; i < segments.Length; i++)
        {
            var slot = (start + i) % segments.Length;
            if (!IsUsed(slot))
            {
                return slot;
            }
        }

        throw new IOException("the outbox has no file left");
    }

    private bool IsUsed(int slot)
    {
        for (var i = 0; i < Count; i++)
        {
            if (segments[i].Slot == slot)
            {
                return true;
            }
        }

        return false;
    }
}
