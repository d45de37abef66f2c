using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class GainTests
{
    private static readonly short[] Samples = [0, 1, -1, 5, 15, -15, 8192, -8192, 8231, 8232, short.MaxValue, short.MinValue];

    [Fact]
    public void Twelve_decibels_clip() =>
        Assert.Equal([0, 4, -4, 20, 60, -60, 32613, -32613, 32767, 32767, 32767, -32768], Gain.Apply(Samples, 12));

    [Fact]
    public void Twenty_decibels_down_round_to_the_nearest_and_halves_to_even() =>
        Assert.Equal([0, 0, 0, 0, 2, -2, 819, -819, 823, 823, 3277, -3277], Gain.Apply(Samples, -20));

    [Fact]
    public void None_changes_nothing() => Assert.Equal(Samples, Gain.Apply(Samples, 0));
}
