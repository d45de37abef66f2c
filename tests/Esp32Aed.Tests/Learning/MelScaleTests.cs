using Esp32Aed.Learning;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class MelScaleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(700, 781.17)]
    [InlineData(1000, 999.99)]
    [InlineData(4000, 2146.06)]
    public void The_scale_of_the_HTK_book(double hertz, double mel)
    {
        Assert.Equal(mel, MelScale.FromHertz(hertz), 2);
        Assert.Equal(hertz, MelScale.ToHertz(MelScale.FromHertz(hertz)), 6);
    }

    [Fact]
    public void Edges_are_equally_far_apart_in_mel_and_reach_both_ends()
    {
        var edges = MelScale.Edges(24, 80, 3920);

        Assert.Equal(26, edges.Length);
        Assert.Equal((80, 3920), (Math.Round(edges[0], 9), Math.Round(edges[^1], 9)));
        var steps = edges.Skip(1).Zip(edges, (above, below) => MelScale.FromHertz(above) - MelScale.FromHertz(below)).ToArray();
        Assert.All(steps, step => Assert.Equal(steps[0], step, 9));
    }

    [Fact]
    public void Bins_are_in_Q16() => Assert.Equal([0, 65536, 65536 / 2, 128 << 16], MelScale.ToBins([0, 31.25, 15.625, 4000], 8000, 256));
}
