using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class LogMelTests
{
    [Fact]
    public void Silence_is_zero_at_every_floor() =>
        Assert.All(Enumerable.Range(1, 60), floor => Assert.Equal(0, Of(floor, 0)));

    [Theory]
    [InlineData(1)]
    [InlineData(28)]
    [InlineData(60)]
    public void Rounded_log2_above_the_floor(int floor)
    {
        for (double e = 1; e < 1L << 62; e = (e * 1.0137) + 1)
        {
            var energy = (long)e;
            var expected = (Math.Log2(energy + Math.Pow(2, floor)) - floor) * 1024;
            Assert.InRange(Of(floor, energy) - expected, -0.51, 0.51);
        }
    }

    [Fact]
    public void Never_falls_where_the_energy_rises()
    {
        var random = new Random(1);
        var energies = Enumerable.Range(0, 200_000).Select(_ => random.NextInt64(1L << 62) >> random.Next(62)).Append(1L << 62).Order().ToArray();
        var logs = new int[energies.Length];

        new LogMel(1).Apply(energies, logs);

        Assert.Equal(logs.Order(), logs);
        Assert.Equal(61 * 1024, logs[^1]);
    }

    private static int Of(int floorLog2, long energy)
    {
        var log = new int[1];
        new LogMel(floorLog2).Apply([energy], log);
        return log[0];
    }
}
