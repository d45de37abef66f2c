using System;

namespace Esp32Aed.Detection;

/// <summary>The newest <c>frameLength</c> samples; each hop pushes out the oldest <c>hopLength</c>.</summary>
public sealed class FrameBuffer
{
    private readonly int hopLength;

    /// <summary>Makes the buffer, full of silence.</summary>
    /// <param name="frameLength">Samples in a frame.</param>
    /// <param name="hopLength">Samples in a hop, 1 to <paramref name="frameLength"/>.</param>
    public FrameBuffer(int frameLength, int hopLength)
    {
        Samples = new short[frameLength];
        this.hopLength = hopLength;
    }

    /// <summary>The frame, oldest sample first.</summary>
    public short[] Samples { get; }

    /// <summary>Takes one hop of samples.</summary>
    /// <param name="source">16-bit samples.</param>
    /// <param name="offset">Index of the hop's first sample.</param>
    public void Push(short[] source, int offset)
    {
        var kept = Samples.Length - hopLength;
        if (kept > 0)
        {
            Array.Copy(Samples, hopLength, Samples, 0, kept);
        }

        Array.Copy(source, offset, Samples, kept, hopLength);
    }
}
