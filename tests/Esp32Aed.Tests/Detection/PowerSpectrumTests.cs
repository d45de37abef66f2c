using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class PowerSpectrumTests
{
    private const double TwoTo56 = 1L << 56;

    [Fact]
    public void Squares_what_is_left_after_the_shift_and_touches_the_wanted_bins_only()
    {
        const int N = 64;
        long[] real = [.. Enumerable.Range(0, 33).Select(k => (long)k << 12)];
        long[] imaginary = [.. Enumerable.Range(0, 33).Select(k => -((long)k << 10))];
        long[] power = [.. Enumerable.Repeat(-1L, 33)];

        new PowerSpectrum(N, 2, 30).Compute(real, imaginary, power);

        for (var k = 0; k <= 32; k++)
        {
            Assert.Equal(k is >= 2 and <= 30 ? (k * 16L * k * 16) + (k * 4L * k * 4) : -1, power[k]);
        }
    }

    /// <summary>The frames that the bounds are made for: full scale, with the signs of a bin's own wave.</summary>
    [Theory]
    [InlineData(64)]
    [InlineData(256)]
    [InlineData(1024)]
    public void No_frame_exceeds_the_stated_bounds(int n)
    {
        var random = new Random(n);
        var frames = new List<short[]>
        {
            Frame(_ => short.MinValue),
            Frame(i => i % 2 == 0 ? short.MinValue : short.MaxValue),
            Frame(_ => random.Next(2) == 0 ? short.MinValue : short.MaxValue),
        };
        frames.AddRange(new[] { 1, 2, n / 4, (n / 2) - 1 }.Select(bin => Frame(i => Math.Cos(2 * Math.PI * bin * i / n) > 0 ? short.MaxValue : short.MinValue)));
        double loudest = 0;
        foreach (var frame in frames)
        {
            var power = PowerOf(frame);
            Assert.All(power, p => Assert.InRange(p, 0, TwoTo56));
            Assert.True(power[1..^1].Sum() <= TwoTo56, "the bins that mel bands can use");
            loudest = Math.Max(loudest, power.Max());
        }

        Assert.True(loudest > TwoTo56 / 8, "the bound is far from what can happen");

        short[] Frame(Func<int, short> sample) => [.. Enumerable.Range(0, n).Select(sample)];
    }

    private static long[] PowerOf(short[] frame)
    {
        var n = frame.Length;
        var windowed = new int[n];
        long[] real = new long[(n / 2) + 1], imaginary = new long[(n / 2) + 1], power = new long[(n / 2) + 1];
        new HannWindow(n).Apply(frame, windowed);
        new RealFft(n).Transform(windowed, real, imaginary);
        new PowerSpectrum(n, 0, n / 2).Compute(real, imaginary, power);
        return power;
    }
}
