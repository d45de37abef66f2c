using System.Buffers.Binary;

namespace Esp32Aed.Tests;

/// <summary>Builds WAV files byte by byte, right or wrong.</summary>
internal sealed record WavBytes(byte[] Data)
{
    public ushort Tag { get; init; } = 1;

    public ushort Channels { get; init; } = 1;

    public uint Rate { get; init; } = 8000;

    public ushort Bits { get; init; } = 16;

    public bool Extensible { get; init; }

    /// <summary>What the header says about the data's size; the truth when not set.</summary>
    public uint? ClaimedSize { get; init; }

    public uint? ClaimedRiffSize { get; init; }

    /// <summary>A chunk between format and data: its name and content.</summary>
    public (string Name, byte[] Content)? Extra { get; init; }

    public bool WideSizes { get; init; }

    public static WavBytes Int16(params short[] samples)
    {
        var data = new byte[2 * samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(2 * i), samples[i]);
        }

        return new WavBytes(data);
    }

    public byte[] Build()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(WideSizes ? "RF64"u8 : "RIFF"u8);
        writer.Write(ClaimedRiffSize ?? 0xFFFF_FFFF);
        writer.Write("WAVE"u8);
        if (WideSizes)
        {
            writer.Write("ds64"u8);
            writer.Write(28);
            writer.Write(0L);
            writer.Write((long)Data.Length);
            writer.Write(0L);
            writer.Write(0);
        }

        writer.Write("fmt "u8);
        writer.Write(Extensible ? 40 : 16);
        writer.Write(Extensible ? (ushort)0xFFFE : Tag);
        writer.Write(Channels);
        writer.Write(Rate);
        var frame = Channels * ((Bits + 7) / 8);
        writer.Write((uint)(Rate * frame));
        writer.Write((ushort)frame);
        writer.Write(Bits);
        if (Extensible)
        {
            writer.Write((ushort)22);
            writer.Write(Bits);
            writer.Write(0);
            writer.Write(Tag);
            writer.Write(Convert.FromHexString("000000001000800000AA00389B71"));
        }

        if (Extra is { } extra)
        {
            writer.Write(System.Text.Encoding.ASCII.GetBytes(extra.Name));
            writer.Write(extra.Content.Length);
            writer.Write(extra.Content);
            writer.Write(new byte[extra.Content.Length & 1]);
        }

        writer.Write("data"u8);
        writer.Write(ClaimedSize ?? (WideSizes ? 0xFFFF_FFFF : (uint)Data.Length));
        writer.Write(Data);
        writer.Flush();
        return stream.ToArray();
    }
}
