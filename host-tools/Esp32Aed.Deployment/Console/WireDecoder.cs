using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Esp32Aed.Deployment.Console;

/// <summary>
/// What a nanoFramework board sends on its serial port, as lines of text. Without a debugger a board prints plain text
/// (nf-interpreter, <c>CLR_Debug::Emit</c> and <c>GenericPort_Write</c>); once a debugger has connected, until the next start, the same text comes in
/// packets of the Wire Protocol (<c>WireProtocol.h</c>), of which only the text is taken. Both may be mixed.
/// </summary>
/// <param name="lines">Gets each line, without its end and without control characters.</param>
public sealed class WireDecoder(Action<string> lines)
{
    private const int HeaderLength = 32;
    private const int HeaderCrcAt = 8;
    private const int PayloadCrcAt = 12;
    private const int CommandAt = 16;
    private const int FlagsAt = 24;
    private const int SizeAt = 28;
    private const int MessageCommand = 1;
    private const int ReplyFlag = 2;
    private const int LargestPayload = 1024;
    private readonly List<byte> held = [];
    private readonly LineText text = new(lines);

    private static ReadOnlySpan<byte> Marker => "NFPKTV1\0"u8;

    /// <summary>Takes what has arrived, any part of the stream.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            held.Add(value);
            while (held.Count > 0 && !IsPartOfPacket())
            {
                // Not a packet after all: its first byte is text, the rest may still be one.
                text.Add(held[0]);
                held.RemoveAt(0);
            }
        }
    }

    /// <summary>Nothing more comes: what is held is text.</summary>
    public void End()
    {
        foreach (var value in held)
        {
            text.Add(value);
        }

        held.Clear();
        text.End();
    }

    // True while the held bytes may become a packet; a packet that is complete is taken out.
    private bool IsPartOfPacket()
    {
        var bytes = CollectionsMarshal.AsSpan(held);
        if (!Marker.StartsWith(bytes[..Math.Min(bytes.Length, Marker.Length)]))
        {
            return false;
        }

        if (bytes.Length < HeaderLength)
        {
            return true;
        }

        if (bytes.Length == HeaderLength && !IsHeader(bytes))
        {
            return false;
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes[SizeAt..]);
        if (bytes.Length < HeaderLength + size)
        {
            return true;
        }

        Take(bytes);
        held.Clear();
        return true;
    }

    private static bool IsHeader(ReadOnlySpan<byte> header)
    {
        Span<byte> unsigned = stackalloc byte[HeaderLength];
        header.CopyTo(unsigned);
        unsigned.Slice(HeaderCrcAt, sizeof(uint)).Clear();
        return BinaryPrimitives.ReadUInt32LittleEndian(header[SizeAt..]) <= LargestPayload
            && IsSum(BinaryPrimitives.ReadUInt32LittleEndian(header[HeaderCrcAt..]), unsigned);
    }

    private void Take(ReadOnlySpan<byte> packet)
    {
        var payload = packet[HeaderLength..];
        var isText = BinaryPrimitives.ReadInt32LittleEndian(packet[CommandAt..]) == MessageCommand
            && (BinaryPrimitives.ReadInt32LittleEndian(packet[FlagsAt..]) & ReplyFlag) == 0;
        if (isText && IsSum(BinaryPrimitives.ReadUInt32LittleEndian(packet[PayloadCrcAt..]), payload))
        {
            foreach (var value in payload)
            {
                text.Add(value);
            }
        }
    }

    // An image built without checksums sends 0.
    private static bool IsSum(uint sum, ReadOnlySpan<byte> bytes) => sum == 0 || sum == WireCrc.Of(bytes);
}
