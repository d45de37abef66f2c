using System;

namespace Esp32Aed.Detection;

/// <summary>
/// From a frame of samples to its spectral values: (1) Hann window, (2) real FFT, (3) power, (4) mel bands, (5) log2 above the floor,
/// (6) hearing range, (7) DCT; one by one or, where a kernel fits the settings, in one piece. Integers only; nothing is allocated per frame.
/// </summary>
public sealed class FrontEnd
{
    private readonly SilenceGate gate;
    private readonly SpectralKernel kernel;
    private readonly TextbookSpectrum textbook;
    private readonly HearingRange hearing;
    private readonly Dct dct;
    private readonly int frameLength;
    private byte[] packed;

    /// <summary>Makes the textbook stages.</summary>
    public FrontEnd(FrontEndSettings settings)
        : this(settings, null)
    {
    }

    /// <summary>Takes the first kernel that fits, or makes the textbook stages if none does.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="kernels">Kernels, or null.</param>
    public FrontEnd(FrontEndSettings settings, SpectralKernel[] kernels)
    {
        frameLength = settings.FrameLength;
        gate = new SilenceGate(settings.GateRange);
        hearing = new HearingRange(settings);
        LogMel = new int[settings.MelEdges.Length - 2];
        Mfcc = new int[settings.Coefficients];
        dct = new Dct(LogMel.Length, Mfcc.Length);
        KeepsLogMel = Mfcc.Length == 0;
        for (var i = 0; kernels != null && kernel == null && i < kernels.Length; i++)
        {
            if (kernels[i].Fits(settings))
            {
                kernel = kernels[i];
                kernel.Prepare(settings);
            }
        }

        if (kernel == null)
        {
            textbook = new TextbookSpectrum(settings);
        }
    }

    /// <summary>Whether a kernel computes the spectral values.</summary>
    public bool HasKernel => kernel != null;

    /// <summary>
    /// Whether <see cref="LogMel"/> is wanted although there are MFCC; a kernel leaves it alone otherwise.
    /// </summary>
    public bool KeepsLogMel { get; set; }

    /// <summary>Log-mel values of the last frame, Q10 bits above the floor; one a band.</summary>
    public int[] LogMel { get; }

    /// <summary>MFCC of the last frame, Q10; empty when the model takes the log-mel values themselves.</summary>
    public int[] Mfcc { get; }

    /// <summary>Whether the silence gate was shut for the last frame.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>The loudest band of the last frame less the recent peak, Q10 bits.</summary>
    public int Loudness => hearing.Loudness;

    /// <summary>What the normaliser takes: <see cref="Mfcc"/>, or <see cref="LogMel"/> when there are no coefficients.</summary>
    public int[] Values => Mfcc.Length > 0 ? Mfcc : LogMel;

    /// <summary>Computes <see cref="LogMel"/> and <see cref="Mfcc"/> of a frame.</summary>
    /// <param name="samples">One frame, 16-bit signed.</param>
    public void Compute(short[] samples)
    {
        packed = packed ?? new byte[StereoFrame.BytesOf(frameLength)];
        StereoFrame.Write(samples, 0, packed, 0, frameLength);
        Compute(packed);
    }

    /// <summary>Computes <see cref="LogMel"/> and <see cref="Mfcc"/> of a frame.</summary>
    /// <param name="frame">One frame; see <see cref="StereoFrame"/>.</param>
    public void Compute(byte[] frame)
    {
        IsSilent = gate.IsShut(frame);
        if (!IsSilent && kernel != null)
        {
            kernel.Compute(frame, hearing, KeepsLogMel ? LogMel : null, Mfcc);
            return;
        }

        if (IsSilent)
        {
            Array.Clear(LogMel, 0, LogMel.Length);
        }
        else
        {
            textbook.Compute(frame, LogMel);
        }

        hearing.Apply(LogMel);
        dct.Apply(LogMel, Mfcc);
    }
}
