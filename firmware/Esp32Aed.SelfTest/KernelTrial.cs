using System;
using Esp32Aed.Detection;

namespace Esp32Aed.SelfTest;

/// <summary>One kernel alone on the golden vectors: from the frame's bytes to its spectral values.</summary>
public sealed class KernelTrial
{
    /// <summary>How many frames it is timed over; see <see cref="ChainStages.TimedFrames"/>.</summary>
    public const int TimedFrames = 16;

    private readonly SpectralKernel kernel;
    private readonly StereoFrame frame;
    private readonly HearingRange hearing;
    private readonly int[] logMel;
    private readonly int[] mfcc;

    /// <summary>Makes the trial.</summary>
    /// <param name="kernel">The kernel, prepared for the model.</param>
    /// <param name="model">The model.</param>
    public KernelTrial(SpectralKernel kernel, Model model)
    {
        var settings = model.FrontEnd;
        this.kernel = kernel;
        frame = new StereoFrame(settings.FrameLength, model.HopLength);
        hearing = new HearingRange(settings);
        logMel = new int[settings.MelEdges.Length - 2];
        mfcc = new int[settings.Coefficients];
    }

    /// <summary>Takes a hop and adds all values that the kernel computes to a checksum.</summary>
    /// <param name="hop">The hop, as the I2S driver delivers it; its first channel is heard.</param>
    /// <param name="checksum">The kernel's checksum.</param>
    public void Add(byte[] hop, Checksum checksum)
    {
        Array.Copy(hop, 0, frame.Bytes, frame.MakeRoom(0), hop.Length);
        kernel.Compute(frame.Bytes, hearing, logMel, mfcc);
        checksum.Add(logMel);
        checksum.Add(mfcc);
    }

    /// <summary>Computes the newest frame again and again, as the chain has it done: without the log-mel values if there are MFCC.</summary>
    /// <param name="frames">How often.</param>
    public void Repeat(int frames)
    {
        var wanted = mfcc.Length == 0 ? logMel : null;
        for (var f = 0; f < frames; f++)
        {
            kernel.Compute(frame.Bytes, hearing, wanted, mfcc);
        }
    }
}
