namespace Esp32Aed.Detection;

/// <summary>
/// Stages 1 to 5 of the front end one by one, for any parameters: (1) Hann window, (2) real FFT, (3) power, (4) mel bands, (5) log2 above the floor.
/// It is what runs where no <see cref="SpectralKernel"/> fits, and what the kernels are measured against.
/// </summary>
public sealed class TextbookSpectrum
{
    private readonly HannWindow window;
    private readonly RealFft fft;
    private readonly PowerSpectrum powerSpectrum;
    private readonly MelBands melBands;
    private readonly LogMel log;

    private readonly short[] samples;
    private readonly int[] windowed;
    private readonly long[] real;
    private readonly long[] imaginary;
    private readonly long[] power;
    private readonly long[] energies;

    /// <summary>Makes the stages.</summary>
    public TextbookSpectrum(FrontEndSettings settings)
    {
        window = new HannWindow(settings.FrameLength);
        fft = new RealFft(settings.FrameLength);
        melBands = new MelBands(settings.MelEdges);
        powerSpectrum = new PowerSpectrum(settings.FrameLength, melBands.FirstBin, melBands.LastBin);
        log = new LogMel(settings.FloorLog2);

        var bins = (settings.FrameLength / 2) + 1;
        samples = new short[settings.FrameLength];
        windowed = new int[settings.FrameLength];
        real = new long[bins];
        imaginary = new long[bins];
        power = new long[bins];
        energies = new long[melBands.Count];
    }

    /// <summary>Computes the log-mel values of a frame.</summary>
    /// <param name="frame">One frame; see <see cref="StereoFrame"/>.</param>
    /// <param name="logMel">Receives B values, Q10.</param>
    public void Compute(byte[] frame, int[] logMel)
    {
        StereoBytes.ToSamples(frame, 0, 1, samples, 0, samples.Length);
        window.Apply(samples, windowed);
        fft.Transform(windowed, real, imaginary);
        powerSpectrum.Compute(real, imaginary, power);
        melBands.Sum(power, energies);
        log.Apply(energies, logMel);
    }
}
