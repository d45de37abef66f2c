using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The measure itself, checked by values that can be worked out on paper.</summary>
public sealed class ReferenceFrontEndTests
{
    private static readonly TrainingSettings Settings = new();
    private static readonly double[] Edges = Settings.EdgesHertz;

    [Theory]
    [InlineData(10)]
    [InlineData(33)]
    [InlineData(100)]
    public void A_tone_at_a_bin_has_the_power_of_the_hann_window_s_three_lines(int bin)
    {
        const double Amplitude = 10000;
        var frame = Enumerable.Range(0, 256).Select(i => (short)Math.Round(Amplitude * Math.Cos(2 * Math.PI * bin * i / 256))).ToArray();

        var energies = EnergiesOf(Settings.ToFrontEnd(), frame);

        // |X| is A N / 4 at the tone and A N / 8 on both sides of it.
        var line = Math.Pow(Amplitude * 256 / 4, 2);
        for (var b = 0; b < energies.Length; b++)
        {
            var expected = line * (Triangle(b, bin) + (Triangle(b, bin - 1) / 4) + (Triangle(b, bin + 1) / 4));
            Assert.InRange(energies[b], (0.999 * expected) - 1e6, (1.001 * expected) + 1e6);
        }
    }

    [Fact]
    public void The_bands_hold_the_power_that_parseval_gives()
    {
        // Bands that share all of bins 1 to 127 among them: an inner band for each bin and two whose other flank holds no bin.
        double[] edges = [.. Enumerable.Range(0, 129).Select(bin => bin * 31.25)];
        var random = new Random(1);
        var frame = Enumerable.Range(0, 256).Select(_ => (short)random.Next(-20000, 20000)).ToArray();
        double inTime = 0, constant = 0, alternating = 0;
        for (var i = 0; i < 256; i++)
        {
            var windowed = frame[i] * Math.Pow(Math.Sin(Math.PI * i / 256), 2);
            inTime += windowed * windowed;
            constant += windowed;
            alternating += i % 2 == 0 ? windowed : -windowed;
        }

        var energy = EnergiesOf(Settings.ToFrontEnd(), frame, edges).Sum();

        var expected = ((256 * inTime) - (constant * constant) - (alternating * alternating)) / 2;
        Assert.InRange(energy / expected, 1 - 1e-9, 1 + 1e-9);
    }

    [Fact]
    public void The_dct_keeps_the_energy_and_puts_a_cosine_into_one_coefficient()
    {
        var reference = new ReferenceFrontEnd(new TrainingSettings { Coefficients = 24 }.ToFrontEnd(), Edges);
        var random = new Random(1);
        var logMel = Enumerable.Range(0, 24).Select(_ => random.NextDouble() * 20).ToArray();
        Assert.Equal(logMel.Sum(value => value * value), reference.Mfcc(logMel).Sum(value => value * value), 8);

        var cosine = reference.Mfcc([.. Enumerable.Range(0, 24).Select(b => Math.Cos(Math.PI * 5 * (b + 0.5) / 24))]);
        Assert.All(cosine.Select((value, k) => (value, k)), c => Assert.Equal(c.k == 5 ? Math.Sqrt(12) : 0, c.value, 9));
    }

    [Fact]
    public void Silence_is_zero() =>
        Assert.All(new ReferenceFrontEnd(Settings.ToFrontEnd(), Edges).LogMel(new short[256]), value => Assert.Equal(0, value));

    /// <summary>Undoes the logarithm; the floor is known from the front end's documented units.</summary>
    private static double[] EnergiesOf(FrontEndSettings settings, short[] frame, double[]? edges = null)
    {
        // 2X in Q15 is shifted right by 10, squared, shifted right by 6, and weighted in Q12.
        var floor = Math.Pow(2, settings.FloorLog2 - 12 + 6) / Math.Pow(2 * 32768 / 1024.0, 2);
        return Array.ConvertAll(new ReferenceFrontEnd(settings, edges ?? Edges).LogMel(frame), bits => (Math.Pow(2, bits) - 1) * floor);
    }

    private static double Triangle(int band, int bin)
    {
        var f = bin * 31.25;
        return f <= Edges[band] || f >= Edges[band + 2] ? 0
            : f <= Edges[band + 1] ? (f - Edges[band]) / (Edges[band + 1] - Edges[band])
            : (Edges[band + 2] - f) / (Edges[band + 2] - Edges[band + 1]);
    }
}
