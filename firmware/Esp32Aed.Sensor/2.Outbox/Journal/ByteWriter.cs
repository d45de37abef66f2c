using System;
using System.Text;

namespace Esp32Aed.Sensor;

/// <summary>Bytes that grow at their end. Whole numbers take 7 bits a byte, lowest first, the top bit saying that more follow.</summary>
public sealed class ByteWriter
{
    private byte[] bytes = new byte[128];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Holds what was written, and room behind it.</summary>
    public byte[] Buffer => bytes;

    /// <summary>Starts anew.</summary>
    public void Clear() => Length = 0;

    /// <summary>Takes back all that was written after a length.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Writes one byte.</summary>
    public void WriteByte(int value)
    {
        Reserve(1);
        bytes[Length++] = (byte)value;
    }

    /// <summary>Writes a number of 0 or more.</summary>
    public void WriteNumber(long value)
    {
        Reserve(10);
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            bytes[Length++] = (byte)((rest & 0x7F) | 0x80);
            rest >>= 7;
        }

        bytes[Length++] = (byte)rest;
    }

    /// <summary>Writes a number of either sign: small ones take few bytes.</summary>
    public void WriteSigned(long value) => WriteNumber(value < 0 ? ((-value) << 1) - 1 : value << 1);

    /// <summary>Writes 32 bits, lowest byte first.</summary>
    public void WriteUInt32(uint value) => WriteBytes(BitConverter.GetBytes(value), 0, 4);

    /// <summary>Writes a text, its length before it.</summary>
    public void WriteText(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        WriteNumber(utf8.Length);
        WriteBytes(utf8, 0, utf8.Length);
    }

    /// <summary>Writes a part of an array.</summary>
    public void WriteBytes(byte[] source, int offset, int count)
    {
        Reserve(count);
        Array.Copy(source, offset, bytes, Length, count);
        Length += count;
    }

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray()
    {
        var copy = new byte[Length];
        Array.Copy(bytes, copy, Length);
        return copy;
    }

    private void Reserve(int count)
    {
        if (Length + count > bytes.Length)
        {
            var larger = new byte[(Length + count) * 2];
            Array.Copy(bytes, larger, Length);
            bytes = larger;
        }
    }
}
