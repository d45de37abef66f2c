using System.Buffers.Binary;
using System.Text;
using Esp32Aed.Deployment.Console;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Esp32Aed.Tests.Deployment;

/// <summary>What a board prints, plain and in packets of the Wire Protocol.</summary>
public sealed class WireDecoderTests
{
    private const uint Message = 1;

    [Fact]
    public void Plain_text_is_lines() =>
        Assert.Equal(["load: 61 %", "", "record 0"], Decode("load: 61 %\r\n\nrecord 0\n"u8));

    [Fact]
    public void A_line_without_end_is_shown_at_the_end() => Assert.Equal(["a", "b"], Decode("a\nb"u8));

    // crc32 of "123456789" in this form (CRC-32/MPEG-2 starts from FFFFFFFF; from 0 it is that of POSIX cksum without length and complement).
    [Fact]
    public void The_checksum_is_that_of_the_firmware() => Assert.Equal(0x89A1897Fu, CrcByHand("123456789"u8));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Packets_give_their_text_and_text_between_them_stays(bool hasSums)
    {
        byte[] stream = [.. "boot\n"u8, .. Packet(Message, "heard "u8, hasSums), .. Packet(0, [1, 2, 3], hasSums), .. Packet(Message, "2\n"u8, hasSums), .. "end\n"u8];
        Assert.Equal(["boot", "heard 2", "end"], Decode(stream));
    }

    [Fact]
    public void The_parts_in_which_bytes_arrive_do_not_matter()
    {
        byte[] stream = [.. "NFPKTV"u8, .. Packet(Message, "one\n"u8), .. "NFNFPKTV1 two\n"u8];
        for (var at = 0; at <= stream.Length; at++)
        {
            Assert.Equal(["NFPKTVone", "NFNFPKTV1 two"], Decode(stream.AsSpan(0, at), stream.AsSpan(at)));
        }
    }

    [Fact]
    public void A_reply_is_not_what_the_board_prints() => Assert.Equal(["x"], Decode([.. Packet(Message, "no\n"u8, flags: 2), .. "x\n"u8]));

    [Fact]
    public void A_damaged_header_loses_no_packet_after_it()
    {
        var damaged = Packet(Message, "lost\n"u8);
        damaged[20] ^= 1;
        var lines = Decode([.. damaged, .. Packet(Message, "kept\n"u8)]);
        Assert.Equal("kept", lines[^1]);
    }

    [Fact]
    public void After_a_damaged_header_a_line_is_shown_as_soon_as_it_ends()
    {
        var damaged = Packet(Message, "lost\n"u8);
        damaged[20] ^= 1;
        List<string> lines = [];
        new WireDecoder(lines.Add).Add([.. damaged, .. "\nnow\n"u8]);
        Assert.Equal("now", lines[^1]);
    }

    [Fact]
    public void A_damaged_text_is_not_shown()
    {
        var damaged = Packet(Message, "lost\n"u8);
        damaged[^2] ^= 1;
        Assert.Equal(["kept"], Decode([.. damaged, .. Packet(Message, "kept\n"u8)]));
    }

    [Fact]
    public void A_packet_larger_than_there_are_is_none()
    {
        var large = Packet(Message, new byte[1025]);
        Assert.Equal("kept", Decode([.. large, .. "\nkept\n"u8])[^1]);
    }

    [Fact]
    public void A_board_can_not_command_the_terminal() => Assert.Equal(["[2Jred\tx"], Decode("\e[2Jred\tx\a\n"u8));

    [Fact]
    public void A_line_without_end_does_not_fill_the_memory()
    {
        var lines = Decode(Encoding.ASCII.GetBytes(new string('x', 10_000)));
        Assert.Equal(10_000, lines.Sum(line => line.Length));
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 4096));
    }

    [Fact]
    public void No_bytes_make_it_fail() => Prop.ForAll<byte[]>(bytes =>
    {
        Decode([.. WireDecoderMarker, .. bytes ?? [], .. WireDecoderMarker]);
        return true;
    }).QuickCheckThrowOnFailure();

    /// <summary>A packet as nf-interpreter's WP_Message_PrepareRequest makes it.</summary>
    internal static byte[] Packet(uint command, ReadOnlySpan<byte> payload, bool hasSums = true, uint flags = 0x2001)
    {
        var packet = new byte[32 + payload.Length];
        WireDecoderMarker.CopyTo(packet);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(12), hasSums ? CrcByHand(payload) : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(16), command);
        BinaryPrimitives.WriteUInt16LittleEndian(packet.AsSpan(20), 7);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(24), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(28), (uint)payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), hasSums ? CrcByHand(packet.AsSpan(0, 32)) : 0);
        payload.CopyTo(packet.AsSpan(32));
        return packet;
    }

    private static ReadOnlySpan<byte> WireDecoderMarker => "NFPKTV1\0"u8;

    // Bit by bit over the message with 32 zeros behind it: division of polynomials, as a textbook has it.
    private static uint CrcByHand(ReadOnlySpan<byte> bytes)
    {
        ulong rest = 0;
        foreach (var value in (byte[])[.. bytes, 0, 0, 0, 0])
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                rest = (rest << 1) | (uint)((value >> bit) & 1);
                rest ^= (rest >> 32) * 0x104C11DB7;
            }
        }

        return (uint)rest;
    }

    private static List<string> Decode(ReadOnlySpan<byte> bytes) => Decode(bytes, []);

    private static List<string> Decode(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        List<string> lines = [];
        var decoder = new WireDecoder(lines.Add);
        decoder.Add(first);
        decoder.Add(second);
        decoder.End();
        return lines;
    }
}
