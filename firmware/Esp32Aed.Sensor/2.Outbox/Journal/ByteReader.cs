using System;
using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Beyond the end it reads zeros and says so.</summary>
public sealed class ByteReader
{
    private readonly byte[] bytes;
    private readonly int end;

    /// <summary>Reads a part of an array.</summary>
    public ByteReader(byte[] bytes, int offset, int count)
    {
        this.bytes = bytes;
        Position = offset;
        end = offset + count;
    }

    /// <summary>Index of the next byte.</summary>
    public int Position { get; private set; }

    /// <summary>More was read than there is, or a length makes no sense.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>Bytes left.</summary>
    public int Left => end - Position;

    /// <summary>Reads one byte.</summary>
    public int ReadByte()
    {
        if (Position >= end)
        {
            IsTorn = true;
            return 0;
        }

        return bytes[Position++];
    }

    /// <summary>Reads a number of 0 or more.</summary>
    public long ReadNumber()
    {
        long value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            long next = ReadByte();
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        IsTorn = true;
        return 0;
    }

    /// <summary>Reads a number of 0 or more that has 31 bits.</summary>
    public int ReadInt32()
    {
        var value = ReadNumber();
        if (value > int.MaxValue)
        {
            IsTorn = true;
            return 0;
        }

        return (int)value;
    }

    /// <summary>Reads a number of either sign.</summary>
    public long ReadSigned()
    {
        var folded = ReadNumber();
        var magnitude = (folded + 1) >> 1;
        return (folded & 1) != 0 ? -magnitude : magnitude;
    }

    /// <summary>Reads 32 bits, lowest byte first.</summary>
    public uint ReadUInt32()
    {
        if (Left < 4)
        {
            IsTorn = true;
            return 0;
        }

        var value = BitConverter.ToUInt32(bytes, Position);
        Position += 4;
        return value;
    }

    /// <summary>Reads a text.</summary>
    public string ReadText()
    {
        var length = ReadInt32();
        if (length > Left)
        {
            IsTorn = true;
            return "";
        }

        var text = Encoding.UTF8.GetString(bytes, Position, length);
        Position += length;
        return text;
    }

    /// <summary>Reads a count of things that take a byte each at least.</summary>
    public int ReadCount()
    {
        var count = ReadInt32();
        if (count > Left)
        {
            IsTorn = true;
            return 0;
        }

        return count;
    }
}
