using System.Text;

namespace Esp32Aed.Tests.Tflite;

/// <summary>Writes FlatBuffers, so that tests can make <c>.tflite</c> files. A table is an array of fields; a field that is null is left out.</summary>
internal static class FlatWriter
{
    /// <summary>A file that begins with the table, and 'TFL3' behind its offset.</summary>
    public static byte[] File(object?[] root)
    {
        var bytes = new List<byte>(new byte[4]);
        bytes.AddRange("TFL3"u8);
        Patch(bytes, 0, Write(bytes, root));
        return [.. bytes];
    }

    private static int Write(List<byte> bytes, object value)
    {
        switch (value)
        {
            case object?[][] tables:
                return Row(bytes, tables.Length, tables);
            case object?[] fields:
                return Table(bytes, fields);
            case string text:
                return Write(bytes, Encoding.UTF8.GetBytes(text));
            case byte[] raw:
                return Numbers(bytes, raw.Length, raw);
            case int[] numbers:
                return Numbers(bytes, numbers.Length, numbers.SelectMany(BitConverter.GetBytes));
            case long[] numbers:
                return Numbers(bytes, numbers.Length, numbers.SelectMany(BitConverter.GetBytes));
            case float[] numbers:
                return Numbers(bytes, numbers.Length, numbers.SelectMany(BitConverter.GetBytes));
            default:
                throw new ArgumentException($"{value.GetType()} has no place in a table", nameof(value));
        }
    }

    private static int Numbers(List<byte> bytes, int count, IEnumerable<byte> raw)
    {
        var at = bytes.Count;
        bytes.AddRange(BitConverter.GetBytes(count));
        bytes.AddRange(raw);
        return at;
    }

    private static int Row(List<byte> bytes, int count, object[] children)
    {
        var at = bytes.Count;
        bytes.AddRange(BitConverter.GetBytes(count));
        bytes.AddRange(new byte[4 * count]);
        for (var i = 0; i < count; i++)
        {
            Patch(bytes, at + 4 + (4 * i), Write(bytes, children[i]));
        }

        return at;
    }

    // Offsets of the fields, then the table itself, with eight bytes for each field; then what the fields point to.
    private static int Table(List<byte> bytes, object?[] fields)
    {
        var offsets = bytes.Count;
        var at = offsets + 4 + (2 * fields.Length);
        bytes.AddRange(BitConverter.GetBytes((ushort)(at - offsets)));
        bytes.AddRange(BitConverter.GetBytes((ushort)(4 + (8 * fields.Length))));
        for (var f = 0; f < fields.Length; f++)
        {
            bytes.AddRange(BitConverter.GetBytes((ushort)(fields[f] is null ? 0 : 4 + (8 * f))));
        }

        bytes.AddRange(BitConverter.GetBytes(at - offsets));
        bytes.AddRange(new byte[8 * fields.Length]);
        for (var f = 0; f < fields.Length; f++)
        {
            var place = at + 4 + (8 * f);
            switch (fields[f])
            {
                case null:
                    break;
                case bool or sbyte:
                    bytes[place] = unchecked((byte)Convert.ToSByte(fields[f], null));
                    break;
                case int number:
                    BitConverter.TryWriteBytes(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes)[place..], number);
                    break;
                case float number:
                    BitConverter.TryWriteBytes(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes)[place..], number);
                    break;
                case { } child:
                    Patch(bytes, place, Write(bytes, child));
                    break;
            }
        }

        return at;
    }

    private static void Patch(List<byte> bytes, int place, int target) =>
        BitConverter.TryWriteBytes(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes)[place..], target - place);
}
