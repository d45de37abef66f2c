using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The integer transform against the sum that defines it, in double precision.</summary>
public sealed class RealFftTests
{
    private const int FullScale = 1 << 30;

    public static TheoryData<int> Lengths => [16, 64, 128, 256, 512, 1024];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Random_values_at_every_level(int n)
    {
        var random = new Random(n);
        foreach (var level in new[] { FullScale, 1 << 20, 1 << 15, 100 })
        {
            AssertTransform([.. Enumerable.Range(0, n).Select(_ => random.Next(-level, level + 1))]);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Full_scale_constant_and_squares_do_not_overflow(int n)
    {
        AssertTransform([.. Enumerable.Repeat(-FullScale, n)]);
        for (var period = 2; period <= n; period *= 2)
        {
            AssertTransform([.. Enumerable.Range(0, n).Select(i => i % period < period / 2 ? FullScale : -FullScale)]);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Signs_that_drive_one_bin_furthest_do_not_overflow(int n)
    {
        foreach (var bin in new[] { 1, 3, n / 4, (n / 2) - 1 })
        {
            AssertTransform([.. Enumerable.Range(0, n).Select(i => Math.Sin((2 * Math.PI * bin * i / n) + 0.4) > 0 ? FullScale : -FullScale)]);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Impulses_and_tones_at_bins(int n)
    {
        foreach (var at in new[] { 0, 1, n / 2, n - 1 })
        {
            var impulse = new int[n];
            impulse[at] = 32768;
            AssertTransform(impulse);
        }

        for (var bin = 0; bin <= n / 2; bin += n / 16)
        {
            AssertTransform([.. Enumerable.Range(0, n).Select(i => (int)(FullScale * Math.Cos((2 * Math.PI * bin * i / n) + 1)))]);
        }
    }

    [Fact]
    public void A_frame_leaves_nothing_behind_for_the_next()
    {
        var fft = new RealFft(64);
        var real = new long[33];
        var imaginary = new long[33];

        fft.Transform([.. Enumerable.Repeat(FullScale, 64)], real, imaginary);
        fft.Transform(new int[64], real, imaginary);

        Assert.All(real.Concat(imaginary), value => Assert.Equal(0, value));
    }

    private static void AssertTransform(int[] values)
    {
        var n = values.Length;
        var real = new long[(n / 2) + 1];
        var imaginary = new long[(n / 2) + 1];
        new RealFft(n).Transform(values, real, imaginary);

        // A unit or so for each truncated sum, and 2^-22 of the sum for each rounded twiddle, in each of the log2 N steps.
        var most = Math.Log2(n) * (n + (2 * values.Sum(v => Math.Abs((double)v)) / (1 << 22)));
        for (var k = 0; k <= n / 2; k++)
        {
            double re = 0, im = 0;
            for (var i = 0; i < n; i++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * ((long)k * i % n) / n);
                re += values[i] * cos;
                im -= values[i] * sin;
            }

            Assert.InRange(real[k] - (2 * re), -most, most);
            Assert.InRange(imaginary[k] - (2 * im), -most, most);
        }
    }
}
