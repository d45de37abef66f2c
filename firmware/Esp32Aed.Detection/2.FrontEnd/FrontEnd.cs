using System;

namespace Esp32Aed.Detection;

/// <summary>
/// From a frame of samples to its spectral values: (1) Hann window, (2) real FFT, (3) power, (4) mel bands, (5) log2 above the floor,
/// (6) hearing range, (7) DCT. Integers only; nothing is allocated per frame.
/// </summary>
public sealed class FrontEnd
{
    private readonly SilenceGate gate;
    private readonly HannWindow window;
    private readonly RealFft fft;
    private readonly PowerSpectrum powerSpectrum;
    private readonly MelBands melBands;
    private readonly LogMel log;
    private readonly HearingRange hearing;
    private readonly Dct dct;

    private readonly int[] windowed;
    private readonly long[] real;
    private readonly long[] imaginary;
    private readonly long[] power;
    private readonly long[] energies;

    /// <summary>Makes the stages.</summary>
    public FrontEnd(FrontEndSettings settings)
    {
        gate = new SilenceGate(settings.GateRange);
        window = new HannWindow(settings.FrameLength);
        fft = new RealFft(settings.FrameLength);
        melBands = new MelBands(settings.MelEdges);
        powerSpectrum = new PowerSpectrum(settings.FrameLength, melBands.FirstBin, melBands.LastBin);
        log = new LogMel(settings.FloorLog2);
        hearing = new HearingRange(settings);
        dct = new Dct(melBands.Count, settings.Coefficients);

        var bins = (settings.FrameLength / 2) + 1;
        windowed = new int[settings.FrameLength];
        real = new long[bins];
        imaginary = new long[bins];
        power = new long[bins];
        energies = new long[melBands.Count];
        LogMel = new int[melBands.Count];
        Mfcc = new int[settings.Coefficients];
    }

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
        IsSilent = gate.IsShut(samples);
        if (IsSilent)
        {
            Array.Clear(LogMel, 0, LogMel.Length);
        }
        else
        {
            window.Apply(samples, windowed);
            fft.Transform(windowed, real, imaginary);
            powerSpectrum.Compute(real, imaginary, power);
            melBands.Sum(power, energies);
            log.Apply(energies, LogMel);
        }

        hearing.Apply(LogMel);
        dct.Apply(LogMel, Mfcc);
    }
}
