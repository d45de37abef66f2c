using System.Buffers.Binary;
using System.Text;

namespace Esp32Aed.Tflite;

/// <summary>
/// A table of a FlatBuffer (flatbuffers.dev, "FlatBuffer internals"): its fields are found by number through a table of offsets, and one that is not
/// there has its default. Whatever points outside the file throws <see cref="InvalidDataException"/>.
/// </summary>
internal readonly struct FlatTable
{
    private const int OffsetLength = 4;

    private readonly ReadOnlyMemory<byte> file;
    private readonly int at;

    private FlatTable(ReadOnlyMemory<byte> file, int at) => (this.file, this.at) = (file, at);

    /// <summary>The table that a file begins with.</summary>
    public static FlatTable Root(ReadOnlyMemory<byte> file) => new(file, Follow(file, 0));

    /// <summary>A field of one byte.</summary>
    public sbyte Byte(int field, sbyte missing = 0) => FieldAt(field) is { } place ? (sbyte)Span(file, place, 1)[0] : missing;

    /// <summary>A field of four bytes.</summary>
    public int Int(int field, int missing = 0) => FieldAt(field) is { } place ? IntAt(file, place) : missing;

    /// <summary>A field that is a table.</summary>
    public FlatTable? Table(int field) => FieldAt(field) is { } place ? new FlatTable(file, Follow(file, place)) : null;

    /// <summary>A field that is a row of tables; none when it is missing.</summary>
    public FlatTable[] Tables(int field)
    {
        if (Vector(field, OffsetLength) is not { } row)
        {
            return [];
        }

        var tables = new FlatTable[row.Count];
        for (var i = 0; i < tables.Length; i++)
        {
            tables[i] = new FlatTable(file, Follow(file, row.Start + (OffsetLength * i)));
        }

        return tables;
    }

    /// <summary>A field that is a row of bytes.</summary>
    public ReadOnlyMemory<byte> Bytes(int field) => Vector(field, 1) is { } row ? file.Slice(row.Start, row.Count) : default;

    /// <summary>A field that is a row of 32-bit integers.</summary>
    public int[] Ints(int field) => Values(field, sizeof(int), BinaryPrimitives.ReadInt32LittleEndian);

    /// <summary>A field that is a row of 64-bit integers.</summary>
    public long[] Longs(int field) => Values(field, sizeof(long), BinaryPrimitives.ReadInt64LittleEndian);

    /// <summary>A field that is a row of floats.</summary>
    public float[] Floats(int field) => Values(field, sizeof(float), BinaryPrimitives.ReadSingleLittleEndian);

    /// <summary>A field that is a text; empty when it is missing.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).Span);

    private delegate T Reading<T>(ReadOnlySpan<byte> bytes);

    private T[] Values<T>(int field, int size, Reading<T> read)
    {
        if (Vector(field, size) is not { } row)
        {
            return [];
        }

        var values = new T[row.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = read(Span(file, row.Start + (size * i), size));
        }

        return values;
    }

    private (int Start, int Count)? Vector(int field, int size)
    {
        if (FieldAt(field) is not { } place)
        {
            return null;
        }

        var start = Follow(file, place);
        var count = IntAt(file, start);
        return count >= 0 && (long)count * size <= file.Length - start - OffsetLength
            ? (start + OffsetLength, count)
            : throw new InvalidDataException($"a row of {count} values at byte {start} goes beyond its end");
    }

    private int? FieldAt(int field)
    {
        var offsets = at - IntAt(file, at);
        var length = UshortAt(file, offsets);
        var entry = 4 + (2 * field);
        return entry + 2 <= length && UshortAt(file, offsets + entry) is > 0 and var offset ? at + offset : null;
    }

    private static int Follow(ReadOnlyMemory<byte> file, int place)
    {
        var to = (long)place + (uint)IntAt(file, place);
        return to <= file.Length - OffsetLength ? (int)to : throw new InvalidDataException($"byte {place} points beyond its end");
    }

    private static int IntAt(ReadOnlyMemory<byte> file, int place) => BinaryPrimitives.ReadInt32LittleEndian(Span(file, place, sizeof(int)));

    private static ushort UshortAt(ReadOnlyMemory<byte> file, int place) => BinaryPrimitives.ReadUInt16LittleEndian(Span(file, place, sizeof(ushort)));

    private static ReadOnlySpan<byte> Span(ReadOnlyMemory<byte> file, int place, int length) => place >= 0 && place <= file.Length - length
        ? file.Span.Slice(place, length)
        : throw new InvalidDataException($"byte {place} lies outside it");
}
