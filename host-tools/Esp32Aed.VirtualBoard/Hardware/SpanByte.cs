namespace System;

/// <summary>nanoFramework's span of bytes.</summary>
public readonly ref struct SpanByte
{
    private readonly Span<byte> bytes;

    /// <summary>Covers a whole array.</summary>
    public SpanByte(byte[] array) => bytes = array;

    /// <summary>Covers part of an array.</summary>
    public SpanByte(byte[] array, int start, int length) => bytes = array.AsSpan(start, length);

    private SpanByte(Span<byte> bytes) => this.bytes = bytes;

    /// <summary>Number of bytes.</summary>
    public int Length => bytes.Length;

    /// <summary>There are no bytes.</summary>
    public bool IsEmpty => bytes.IsEmpty;

    /// <summary>The byte at a place.</summary>
    public byte this[int index]
    {
        get => bytes[index];
        set => bytes[index] = value;
    }

    /// <summary>The bytes from a place on.</summary>
    public SpanByte Slice(int start) => new(bytes[start..]);

    /// <summary>Some of the bytes.</summary>
    public SpanByte Slice(int start, int length) => new(bytes.Slice(start, length));

    /// <summary>A copy of the bytes.</summary>
    public byte[] ToArray() => bytes.ToArray();
}
