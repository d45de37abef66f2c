namespace Esp32Aed.Detection;

/// <summary>Samples out of the I2S driver's byte buffer.</summary>
public static class StereoBytes
{
    /// <summary>Bytes of one stereo frame: two little-endian 16-bit slots.</summary>
    public const int BytesPerFrame = 4;

    /// <summary>Takes one channel out of interleaved 16-bit little-endian stereo (I2S format <c>RightLeft</c>, <c>Bit16</c>).</summary>
    /// <param name="bytes">The driver's buffer, 4 bytes a stereo frame.</param>
    /// <param name="byteOffset">Where the first stereo frame starts.</param>
    /// <param name="channel">0 for the slot that comes first, 1 for the second.</param>
    /// <param name="samples">Receives the samples, 16-bit signed.</param>
    /// <param name="sampleOffset">Index of the first sample written.</param>
    /// <param name="count">Number of samples.</param>
    public static void ToSamples(byte[] bytes, int byteOffset, int channel, short[] samples, int sampleOffset, int count)
    {
        var at = byteOffset + (channel << 1);
        for (var end = sampleOffset + count; sampleOffset < end; sampleOffset++)
        {
            samples[sampleOffset] = (short)(bytes[at] | (bytes[at + 1] << 8));
            at += BytesPerFrame;
        }
    }
}
