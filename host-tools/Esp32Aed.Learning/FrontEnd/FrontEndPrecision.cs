using Esp32Aed.Detection;

namespace Esp32Aed.Learning;

/// <summary>Signal-to-noise ratios of the firmware's front end against <see cref="ReferenceFrontEnd"/>, in dB.</summary>
/// <param name="LogMelDb">Of the log-mel values.</param>
/// <param name="MfccDb">Of the MFCC.</param>
public sealed record FrontEndPrecision(double LogMelDb, double MfccDb)
{
    /// <summary>
    /// Runs both on every <paramref name="every"/>-th hop of a sound and compares. The signal is a value's deviation from its mean over
    /// all frames and bands (so that an offset earns nothing), the noise its difference from the reference:
    /// SNR = 10 log10(sum (r - mean r)^2 / sum (x - r)^2).
    /// </summary>
    /// <param name="settings">The front end.</param>
    /// <param name="edgesHertz">The B + 2 edges of the bands in Hz, unrounded.</param>
    /// <param name="samples">The sound.</param>
    /// <param name="every">Which hops.</param>
    /// <param name="kernels">The kernels; those of <see cref="FirmwareKernels"/> if null.</param>
    public static FrontEndPrecision Measure(FrontEndSettings settings, double[] edgesHertz, ReadOnlySpan<short> samples, int every = 1, SpectralKernel[]? kernels = null)
    {
        var firmware = new FrontEnd(settings, kernels ?? FirmwareKernels.Make()) { KeepsLogMel = true };
        var reference = new ReferenceFrontEnd(settings, edgesHertz);
        var logMel = new Comparison();
        var mfcc = new Comparison();
        var frame = new short[settings.FrameLength];
        for (var at = 0; at + frame.Length <= samples.Length; at += settings.HopLength * every)
        {
            samples.Slice(at, frame.Length).CopyTo(frame);
            firmware.Compute(frame);
            var expected = reference.LogMel(frame);
            logMel.Add(expected, firmware.LogMel);
            mfcc.Add(reference.Mfcc(expected), firmware.Mfcc);
        }

        return new FrontEndPrecision(logMel.SnrDb, mfcc.SnrDb);
    }

    private sealed class Comparison
    {
        private double count;
        private double sum;
        private double squares;
        private double noise;

        public double SnrDb => 10 * Math.Log10((squares - (sum * sum / count)) / noise);

        public void Add(double[] expected, int[] actual)
        {
            for (var i = 0; i < expected.Length; i++)
            {
                count++;
                sum += expected[i];
                squares += expected[i] * expected[i];
                noise += Math.Pow((actual[i] / 1024.0) - expected[i], 2);
            }
        }
    }
}
