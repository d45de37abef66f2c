using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class StereoBytesTests
{
    private static readonly byte[] Frames =
    [
        0x00, 0x80, 0xFF, 0x7F, // -32768, 32767
        0x01, 0x00, 0xFF, 0xFF, // 1, -1
        0x34, 0x12, 0xCC, 0xED, // 0x1234, -0x1234
        0xFF, 0x00, 0x00, 0xFF, // 255, -256
    ];

    [Fact]
    public void Each_channel_is_little_endian_and_signed()
    {
        Assert.Equal([-32768, 1, 0x1234, 255], Take(0, 0, 4));
        Assert.Equal([32767, -1, -0x1234, -256], Take(0, 1, 4));
    }

    [Fact]
    public void Offsets_are_those_of_the_bytes_and_of_the_samples()
    {
        var samples = new short[] { 7, 7, 7, 7 };

        StereoBytes.ToSamples(Frames, 4, 1, samples, 1, 2);

        Assert.Equal([7, -1, -0x1234, 7], samples);
    }

    private static short[] Take(int byteOffset, int channel, int count)
    {
        var samples = new short[count];
        StereoBytes.ToSamples(Frames, byteOffset, channel, samples, 0, count);
        return samples;
    }
}
