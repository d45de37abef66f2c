using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Augmentation;

/// <summary>
/// A filter whose gain changes by the same number of dB in every octave from 40 Hz to an eighth of the sample rate, by up to a third less
/// in the octave above that, and is 1 at 1 kHz: real poles an octave apart, each with a zero at a fraction of an octave above it
/// (J. O. Smith and H. F. Smith, "Closed form fractional integration and differentiation via real exponentially spaced pole-zero pairs",
/// arXiv 1606.06154).
/// </summary>
internal sealed class SpectralTilt
{
    private const double LowestHertz = 40;
    private const double ReferenceHertz = 1000;
    private const double DecibelsOfPole = -6.0206;
    private const double Log2OfE = 1.4426950408889634;

    private readonly List<(double Pole, double Zero)> sections = [];
    private readonly double gain = 1;

    /// <summary>Designs the filter for a slope of -6 to 6 dB an octave; at 0 it changes nothing.</summary>
    public SpectralTilt(double decibelsPerOctave, int sampleRate)
    {
        var octaves = decibelsPerOctave / DecibelsOfPole;
        for (var hertz = sampleRate * 0.475 / 2; hertz > LowestHertz / 2; hertz /= 2)
        {
            var section = (Pole: Root(hertz, sampleRate), Zero: Root(hertz * PortableMath.Exp2(octaves), sampleRate));
            sections.Add(section);
            gain *= Distance(section.Pole, sampleRate) / Distance(section.Zero, sampleRate);
        }
    }

    /// <summary>Filters in place, from rest.</summary>
    public void Filter(Span<double> sound)
    {
        Level.Scale(sound, gain);
        foreach (var (pole, zero) in sections)
        {
            double before = 0, filtered = 0;
            foreach (ref var sample in sound)
            {
                filtered = sample - (zero * before) + (pole * filtered);
                before = sample;
                sample = filtered;
            }
        }
    }

    /// <summary>The root in z of a first-order corner: e^(-2 pi f / rate).</summary>
    private static double Root(double hertz, int sampleRate) => PortableMath.Exp2(-2 * Math.PI * Log2OfE * hertz / sampleRate);

    /// <summary>|1 - root / z| at the reference frequency.</summary>
    private static double Distance(double root, int sampleRate) =>
        Math.Sqrt(1 - (2 * root * PortableMath.Cos(2 * Math.PI * ReferenceHertz / sampleRate)) + (root * root));
}
