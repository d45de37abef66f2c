using System.Buffers.Binary;

namespace Esp32Aed.Sound;

/// <summary>Reads the samples of an uncompressed WAV file; needs no native library.</summary>
internal sealed class WavSource(Stream stream, WavHeader header) : ISampleSource
{
    private readonly byte[] bytes = new byte[Math.Max(64 * 1024, header.FrameBytes)];
    private long framesLeft = header.AvailableFrames;
    private bool atData;

    public int SampleRate => header.SampleRate;

    public int Channels => header.Channels;

    public int Bits => header.Encoding == WavEncoding.UnsignedByte ? 8 : 16;

    public long PromisedFrames => header.PromisedFrames;

    public long AvailableFrames => header.AvailableFrames;

    public int Read(Span<float> interleaved)
    {
        if (!atData)
        {
            stream.Position = header.DataStart;
            atData = true;
        }

        var room = Math.Min(bytes.Length / header.FrameBytes, interleaved.Length / header.Channels);
        var wanted = (int)Math.Min(framesLeft, room) * header.FrameBytes;
        var frames = stream.ReadAtLeast(bytes.AsSpan(0, wanted), wanted, throwOnEndOfStream: false) / header.FrameBytes;
        framesLeft -= frames;
        Decode(bytes.AsSpan(0, frames * header.FrameBytes), interleaved[..(frames * header.Channels)]);
        return frames;
    }

    public void Dispose() => stream.Dispose();

    private void Decode(ReadOnlySpan<byte> stored, Span<float> samples)
    {
        switch (header.Encoding)
        {
            case WavEncoding.UnsignedByte:
                for (var i = 0; i < samples.Length; i++)
                {
                    samples[i] = (stored[i] - 128) / 128f;
                }

                break;
            case WavEncoding.Int16:
                for (var i = 0; i < samples.Length; i++)
                {
                    samples[i] = BinaryPrimitives.ReadInt16LittleEndian(stored[(2 * i)..]) / 32768f;
                }

                break;
            case WavEncoding.Int24:
                for (var i = 0; i < samples.Length; i++)
                {
                    var top = (sbyte)stored[(3 * i) + 2] << 16;
                    samples[i] = (top | (stored[(3 * i) + 1] << 8) | stored[3 * i]) / 8388608f;
                }

                break;
            case WavEncoding.Int32:
                for (var i = 0; i < samples.Length; i++)
                {
                    samples[i] = BinaryPrimitives.ReadInt32LittleEndian(stored[(4 * i)..]) / 2147483648f;
                }

                break;
            case WavEncoding.Float32:
                for (var i = 0; i < samples.Length; i++)
                {
                    samples[i] = BinaryPrimitives.ReadSingleLittleEndian(stored[(4 * i)..]);
                }

                break;
            case WavEncoding.Float64:
                for (var i = 0; i < samples.Length; i++)
                {
                    samples[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(stored[(8 * i)..]);
                }

                break;
            default:
                throw new InvalidOperationException($"WavSource does not decode {header.Encoding}.");
        }
    }
}
