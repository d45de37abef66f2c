using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class MelBandsTests
{
    private const int N = 256;
    private const int Bands = 24;
    private static readonly int[] Edges = MelScale.ToBins(MelScale.Edges(Bands, 80, 3920), 8000, N);

    [Fact]
    public void A_bin_between_two_bands_gives_all_its_power_to_them()
    {
        for (var k = (Edges[1] >> 16) + 1; k << 16 <= Edges[Bands]; k++)
        {
            var energies = EnergiesOfBin(Edges, k, 1L << 40);
            Assert.Equal(1L << (40 - MelBands.PowerShift + MelBands.WeightBits), energies.Sum());
            Assert.InRange(energies.Count(e => e != 0), 1, 2);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_weight_is_that_of_a_triangle(int seed)
    {
        var edges = seed == 1 ? Edges : RandomEdges(new Random(seed));
        for (var k = 0; k <= N / 2; k++)
        {
            var energies = EnergiesOfBin(edges, k, 1L << 40);
            for (var b = 0; b < energies.Length; b++)
            {
                var rising = ((k * 65536.0) - edges[b]) / (edges[b + 1] - edges[b]);
                var falling = (edges[b + 2] - (k * 65536.0)) / (edges[b + 2] - edges[b + 1]);
                var expected = Math.Max(0, Math.Min(rising, falling));
                Assert.InRange((energies[b] / Math.Pow(2, 40 - MelBands.PowerShift + MelBands.WeightBits)) - expected, -0.000123, 0.000123);
            }
        }
    }

    [Fact]
    public void The_loudest_spectrum_stays_below_2_to_the_62()
    {
        var energies = EnergiesOfBin(Edges, 60, 1L << 56);

        Assert.All(energies, energy => Assert.InRange(energy, 0, 1L << 62));
        Assert.True(energies.Max() >= 1L << 61);
    }

    [Fact]
    public void A_band_too_narrow_for_any_bin_is_silent()
    {
        // Band 1 rises from 10.2 and falls to 10.8.
        int[] edges = [5 << 16, (10 << 16) + 13107, (10 << 16) + 32768, (10 << 16) + 52429, 20 << 16];

        Assert.Equal(0, Energies(edges, [.. Enumerable.Repeat(1L << 40, 129)])[1]);
    }

    private static int[] RandomEdges(Random random) =>
        [.. Enumerable.Range(0, 12).Select(_ => random.Next(1 << 16, (N / 2) << 16)).Distinct().Order()];

    private static long[] EnergiesOfBin(int[] edges, int bin, long value)
    {
        var power = new long[(N / 2) + 1];
        power[bin] = value;
        return Energies(edges, power);
    }

    private static long[] Energies(int[] edges, long[] power)
    {
        var bands = new MelBands(edges);
        var energies = new long[bands.Count];
        bands.Sum(power, energies);
        return energies;
    }
}
