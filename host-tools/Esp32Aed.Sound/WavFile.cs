using System.Buffers.Binary;

namespace Esp32Aed.Sound;

/// <summary>Writes WAV files: 16-bit PCM, one channel.</summary>
public static class WavFile
{
    private const int HeaderBytes = 44;

    /// <summary>Writes the samples, whole or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="samples">16-bit samples.</param>
    /// <param name="rate">Samples per second.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Output"/>: it can't be written, or is longer than WAV can hold (4 GB).</exception>
    public static void Write(string path, short[] samples, int rate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        if (samples.LongLength * 2 + HeaderBytes > uint.MaxValue)
        {
            throw new UserFaultException(FaultKind.Output, $"{path}: {samples.Length} samples are more than a WAV file can hold; write shorter parts");
        }

        AtomicFile.Write(path, stream => Write(stream, samples, rate));
    }

    /// <summary>Writes the samples, at most 4 GB, as a WAV file into a stream.</summary>
    /// <param name="stream">Takes the file.</param>
    /// <param name="samples">16-bit samples.</param>
    /// <param name="rate">Samples per second.</param>
    public static void Write(Stream stream, ReadOnlySpan<short> samples, int rate)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Header(samples.Length, rate));
        var bytes = new byte[64 * 1024];
        for (var start = 0; start < samples.Length; start += bytes.Length / 2)
        {
            var count = Math.Min(bytes.Length / 2, samples.Length - start);
            for (var i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), samples[start + i]);
            }

            stream.Write(bytes, 0, 2 * count);
        }
    }

    private static byte[] Header(int samples, int rate)
    {
        var header = new byte[HeaderBytes];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), HeaderBytes - 8 + (2 * (uint)samples));
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), 2 * rate);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 16);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), 2 * (uint)samples);
        return header;
    }
}
