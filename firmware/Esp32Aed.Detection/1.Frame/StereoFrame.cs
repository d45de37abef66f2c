using System;

namespace Esp32Aed.Detection;

/// <summary>
/// The newest <c>frameLength</c> samples, as bytes just as the I2S driver delivers them: sample n of the live channel is at byte 4n + 2,
/// little-endian, and what lies between is the other channel. The driver can read straight into it, so that no sample is copied.
/// </summary>
public sealed class StereoFrame
{
    private readonly int hopBytes;

    /// <summary>Makes the frame, full of silence.</summary>
    /// <param name="frameLength">Samples in a frame.</param>
    /// <param name="hopLength">Samples in a hop, 1 to <paramref name="frameLength"/>.</param>
    public StereoFrame(int frameLength, int hopLength)
    {
        hopBytes = hopLength * StereoBytes.BytesPerFrame;
        Bytes = new byte[BytesOf(frameLength)];
    }

    /// <summary>The frame, oldest sample first.</summary>
    public byte[] Bytes { get; }

    /// <summary>Bytes that a frame of <paramref name="frameLength"/> samples takes.</summary>
    public static int BytesOf(int frameLength) => (frameLength + 1) * StereoBytes.BytesPerFrame;

    /// <summary>Writes samples where a frame has them.</summary>
    /// <param name="samples">16-bit samples.</param>
    /// <param name="offset">Index of the first.</param>
    /// <param name="bytes">The frame.</param>
    /// <param name="at">Index of the first sample in the frame.</param>
    /// <param name="count">Number of samples.</param>
    public static void Write(short[] samples, int offset, byte[] bytes, int at, int count)
    {
        var to = (at * StereoBytes.BytesPerFrame) + 2;
        for (var end = offset + count; offset < end; offset++)
        {
            bytes[to] = (byte)samples[offset];
            bytes[to + 1] = (byte)(samples[offset] >> 8);
            to += StereoBytes.BytesPerFrame;
        }
    }

    /// <summary>Pushes out the oldest hop.</summary>
    /// <param name="channel">The live channel of the stereo bytes that come: 0 for the slot that comes first, 1 for the second.</param>
    /// <returns>Where in <see cref="Bytes"/> the first of the new hop's bytes, 4 a sample, has its place.</returns>
    public int MakeRoom(int channel)
    {
        var kept = Bytes.Length - hopBytes;
        if (kept > StereoBytes.BytesPerFrame)
        {
            Array.Copy(Bytes, hopBytes, Bytes, 0, kept);
        }

        return kept - 2 - (channel << 1);
    }

    /// <summary>Takes one hop of samples.</summary>
    /// <param name="source">16-bit samples.</param>
    /// <param name="offset">Index of the hop's first sample.</param>
    public void Push(short[] source, int offset)
    {
        var at = MakeRoom(0) / StereoBytes.BytesPerFrame;
        Write(source, offset, Bytes, at, hopBytes / StereoBytes.BytesPerFrame);
    }
}
