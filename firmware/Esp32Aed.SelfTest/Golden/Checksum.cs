namespace Esp32Aed.SelfTest;

/// <summary>
/// A running CRC-32 as in IEEE 802.3 and zip, by a table of 256 entries; values go in with their low byte first. In signed integers:
/// the interpreter shifts values that came from unsigned ones differently.
/// </summary>
public sealed class Checksum
{
    private const int Polynomial = unchecked((int)0xEDB88320);

    private static readonly int[] table = MakeTable();

    private int crc = -1;

    /// <summary>Adds 16-bit values.</summary>
    public void Add(short[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            AddBytes(values[i], 2);
        }
    }

    /// <summary>Adds 32-bit values.</summary>
    public void Add(int[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            AddWord(values[i]);
        }
    }

    /// <summary>Adds 64-bit values.</summary>
    public void Add(long[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Add(values[i]);
        }
    }

    /// <summary>Adds one 64-bit value.</summary>
    public void Add(long value)
    {
        AddWord((int)value);
        AddWord((int)(value >> 32));
    }

    /// <summary>Eight hexadecimal digits.</summary>
    public string Text() => ((~crc >> 16) & 0xFFFF).ToString("X4") + (~crc & 0xFFFF).ToString("X4");

    private static int[] MakeTable()
    {
        var made = new int[256];
        for (var i = 0; i < made.Length; i++)
        {
            var c = i;
            for (var bit = 0; bit < 8; bit++)
            {
                var half = (c >> 1) & 0x7FFFFFFF;
                c = (c & 1) != 0 ? half ^ Polynomial : half;
            }

            made[i] = c;
        }

        return made;
    }

    // Four bytes without a loop, for most of the values are words.
    private void AddWord(int value)
    {
        var of = table;
        var c = crc ^ value;
        c = ((c >> 8) & 0xFFFFFF) ^ of[c & 0xFF];
        c = ((c >> 8) & 0xFFFFFF) ^ of[c & 0xFF];
        c = ((c >> 8) & 0xFFFFFF) ^ of[c & 0xFF];
        crc = ((c >> 8) & 0xFFFFFF) ^ of[c & 0xFF];
    }

    private void AddBytes(int value, int count)
    {
        var c = crc;
        var of = table;
        for (var i = 0; i < count; i++)
        {
            c = ((c >> 8) & 0xFFFFFF) ^ of[(c ^ value) & 0xFF];
            value >>= 8;
        }

        crc = c;
    }
}
