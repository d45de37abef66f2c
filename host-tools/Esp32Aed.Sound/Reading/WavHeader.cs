using System.Buffers.Binary;

namespace Esp32Aed.Sound;

/// <summary>How a WAV file stores one sample.</summary>
internal enum WavEncoding
{
    /// <summary>8 bits, unsigned, zero at 128.</summary>
    UnsignedByte,

    /// <summary>16 bits, two's complement.</summary>
    Int16,

    /// <summary>24 bits, two's complement.</summary>
    Int24,

    /// <summary>32 bits, two's complement.</summary>
    Int32,

    /// <summary>IEEE 754 single.</summary>
    Float32,

    /// <summary>IEEE 754 double.</summary>
    Float64,

    /// <summary>A compressed or rare encoding: libsndfile's work.</summary>
    Foreign,
}

/// <summary>
/// The header of a RIFF WAVE file ("Multimedia Programming Interface and Data Specifications 1.0", WAVE_FORMAT_EXTENSIBLE, and
/// RF64 after EBU Tech 3306). Unknown chunks are skipped; a size that the file doesn't keep is cut to what is there.
/// </summary>
internal sealed class WavHeader
{
    private const int MostChunks = 10_000;
    private const uint UnknownSize = uint.MaxValue;

    private WavHeader()
    {
    }

    public WavEncoding Encoding { get; private set; }

    public int Channels { get; private set; }

    public int SampleRate { get; private set; }

    /// <summary>Bytes of one frame: one sample of every channel.</summary>
    public int FrameBytes { get; private set; }

    /// <summary>Where the samples start, in bytes from the file's start.</summary>
    public long DataStart { get; private set; }

    /// <summary>Whole frames that the header promises; -1 when it leaves the size open, as streaming writers do.</summary>
    public long PromisedFrames { get; private set; }

    /// <summary>Whole frames that are in the file.</summary>
    public long AvailableFrames { get; private set; }

    /// <summary>Reads the header; <see langword="null"/> when the stream is no RIFF WAVE file.</summary>
    /// <exception cref="UserFaultException">It is one, and its header is nonsense.</exception>
    public static WavHeader? TryRead(Stream stream, string path)
    {
        Span<byte> riff = stackalloc byte[12];
        stream.Position = 0;
        if (stream.ReadAtLeast(riff, riff.Length, throwOnEndOfStream: false) < riff.Length
            || !(riff[..4].SequenceEqual("RIFF"u8) || riff[..4].SequenceEqual("RF64"u8))
            || !riff[8..].SequenceEqual("WAVE"u8))
        {
            return null;
        }

        var header = new WavHeader();
        var riffSize = BinaryPrimitives.ReadUInt32LittleEndian(riff[4..]);
        header.WalkChunks(stream, riffSize, path);
        return header;
    }

    private static UserFaultException Nonsense(string path, string what) =>
        new(FaultKind.Sound, $"{path}: not a usable WAV file: {what}; export the sound again");

    private void WalkChunks(Stream stream, uint riffSize, string path)
    {
        Span<byte> chunk = stackalloc byte[8];
        Span<byte> ds64 = stackalloc byte[16];
        var wideDataSize = -1L;
        var formatSeen = false;
        for (var chunks = 0; chunks < MostChunks; chunks++)
        {
            if (stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) < chunk.Length)
            {
                break;
            }

            long size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var start = stream.Position;
            if (chunk[..4].SequenceEqual("fmt "u8))
            {
                ReadFormat(stream, size, path);
                formatSeen = true;
            }
            else if (chunk[..4].SequenceEqual("ds64"u8) && stream.ReadAtLeast(ds64, ds64.Length, throwOnEndOfStream: false) == ds64.Length)
            {
                wideDataSize = BinaryPrimitives.ReadInt64LittleEndian(ds64[8..]);
            }
            else if (chunk[..4].SequenceEqual("data"u8))
            {
                if (!formatSeen)
                {
                    throw Nonsense(path, "its samples come before their format");
                }

                SetData(start, size == UnknownSize ? wideDataSize : size, stream.Length, riffSize);
                return;
            }

            var next = start + size + (size & 1);
            if (next >= stream.Length)
            {
                break;
            }

            stream.Position = next;
        }

        throw Nonsense(path, formatSeen ? "it has no samples (no data chunk)" : "it doesn't say its format (no fmt chunk)");
    }

    private void SetData(long start, long size, long fileLength, uint riffSize)
    {
        var there = fileLength - start;

        // A recorder that lost its power leaves both sizes at what they were before the first sample.
        var neverFinished = size == 0 && riffSize + 8L <= start;
        var openEnded = size < 0 || neverFinished;
        DataStart = start;
        PromisedFrames = openEnded ? -1 : size / FrameBytes;
        AvailableFrames = (openEnded ? there : Math.Min(size, there)) / FrameBytes;
    }

    private void ReadFormat(Stream stream, long size, string path)
    {
        Span<byte> format = stackalloc byte[40];
        format = format[..(int)Math.Min(size, format.Length)];
        if (format.Length < 16 || stream.ReadAtLeast(format, format.Length, throwOnEndOfStream: false) < format.Length)
        {
            throw Nonsense(path, "its format description is cut short");
        }

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(format);
        Channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        FrameBytes = BinaryPrimitives.ReadUInt16LittleEndian(format[12..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        const ushort Extensible = 0xFFFE;
        if (tag == Extensible && format.Length >= 26)
        {
            tag = BinaryPrimitives.ReadUInt16LittleEndian(format[24..]);
        }

        SoundLimits.Check(path, Channels, rate);
        SampleRate = (int)rate;
        Encoding = EncodingOf(tag, bits);
        if (Encoding != WavEncoding.Foreign && FrameBytes != Channels * ((bits + 7) / 8))
        {
            throw Nonsense(path, $"{Channels} channels of {bits} bits don't make frames of {FrameBytes} bytes");
        }

        FrameBytes = Math.Max(FrameBytes, 1);
    }

    private static WavEncoding EncodingOf(ushort tag, ushort bits) => (tag, (bits + 7) / 8) switch
    {
        (1, 1) => WavEncoding.UnsignedByte,
        (1, 2) => WavEncoding.Int16,
        (1, 3) => WavEncoding.Int24,
        (1, 4) => WavEncoding.Int32,
        (3, 4) => WavEncoding.Float32,
        (3, 8) => WavEncoding.Float64,
        _ => WavEncoding.Foreign,
    };
}
