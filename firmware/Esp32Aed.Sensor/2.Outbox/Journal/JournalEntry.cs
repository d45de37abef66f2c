using System;
using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>
/// The form of the journal's entries: type (1 byte), length of what follows but the checksum, serial (never used twice; the larger is the newer), content,
/// CRC-32 of all that (4 bytes).
/// </summary>
public static class JournalEntry
{
    /// <summary>
    /// First of a segment. Content: 0, or 1 for a segment of merged records; the first ordinal that can be in it; for merged ones the
    /// ordinal after its last, else 0; the <see cref="JournalState"/>. From its first ordinal on (for merged ones: up to its last) it replaces what older segments hold.
    /// </summary>
    public const byte Header = 0xA1;

    /// <summary>A <see cref="LabelSet"/>, before the first record or state that refers to it.</summary>
    public const byte Labels = 0xA2;

    /// <summary>Content: ordinal of the record, ordinals it stands for, tag of its <see cref="LabelSet"/>, <see cref="RecordBytes"/>.</summary>
    public const byte Record = 0xA3;

    /// <summary>Records have arrived. Content: the <see cref="JournalState"/> from now on.</summary>
    public const byte State = 0xA4;

    /// <summary>Last of a segment of merged records: they are all there. Content: as the header's first three.</summary>
    public const byte End = 0xA5;

    private const int ChecksumBytes = 4;

    /// <summary>Writes an entry.</summary>
    public static void Append(ByteWriter bytes, byte type, int serial, ByteWriter content)
    {
        var start = bytes.Length;
        bytes.WriteByte(type);
        bytes.WriteNumber(NumberBytes(serial) + content.Length);
        bytes.WriteNumber(serial);
        bytes.WriteBytes(content.Buffer, 0, content.Length);
        bytes.WriteUInt32(Crc32.Compute(bytes.Buffer, start, bytes.Length - start));
    }

    /// <summary>The length of the whole entry at a place, or 0 if there is none that is whole.</summary>
    public static int LengthAt(byte[] bytes, int at, int end)
    {
        if (at >= end || bytes[at] < Header || bytes[at] > End)
        {
            return 0;
        }

        var reader = new ByteReader(bytes, at + 1, end - at - 1);
        var length = reader.ReadInt32();
        if (reader.IsTorn || length > reader.Left - ChecksumBytes)
        {
            return 0;
        }

        var content = reader.Position + length - at;
        return BitConverter.ToUInt32(bytes, at + content) == Crc32.Compute(bytes, at, content) ? content + ChecksumBytes : 0;
    }

    private static int NumberBytes(int number)
    {
        var bytes = 1;
        for (; number >= 0x80; number /= 128)
        {
            bytes++;
        }

        return bytes;
    }
}
