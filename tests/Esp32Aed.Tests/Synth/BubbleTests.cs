using Esp32Aed.Sound.Synth;
using Xunit;

namespace Esp32Aed.Tests.Synth;

public class BubbleTests
{
    [Theory]
    [InlineData(0.0015)]
    [InlineData(0.003)]
    [InlineData(0.006)]
    public void Rings_at_Minnaerts_frequency(double radius)
    {
        const int Rate = 48_000;
        var expected = 3.167 / radius; // sqrt(3 * 1.30 * 101325 / 998) / (2 pi) = 3.167 m/s
        var sound = new Bubble(radius, 0).Ring(Rate);

        var crossings = Enumerable.Range(1, sound.Length - 1).Where(i => sound[i - 1] <= 0 && sound[i] > 0)
            .Select(i => i - (sound[i] / (sound[i] - sound[i - 1]))).ToArray();
        var measured = (crossings.Length - 1) * Rate / (crossings[^1] - crossings[0]);

        Assert.InRange(measured, expected * 0.98, expected * 1.02);
    }

    [Fact]
    public void Decays_as_damping_says()
    {
        // d = 0.13 / 0.003 + 0.0072 / 0.003^1.5 = 43.3 + 43.8 = 87.1 a second; so 60 dB = ln(1000) / d = 79 ms.
        var bubble = new Bubble(0.003, 0);
        Assert.Equal(87.15, bubble.Damping, 0.05);
        Assert.Equal(0.0793, bubble.Ring(48_000).Length / 48_000.0, 0.0005);
    }

    [Fact]
    public void Rising_bubble_ends_higher_than_it_began()
    {
        var steady = ZeroCrossings(new Bubble(0.003, 0).Ring(48_000));
        var rising = ZeroCrossings(new Bubble(0.003, 0.1).Ring(48_000));

        Assert.InRange(rising.Length, steady.Length * 1.3, steady.Length * 2.0);
        Assert.True(rising[^1] - rising[^2] < 0.6 * (rising[1] - rising[0]));
    }

    private static int[] ZeroCrossings(double[] sound) =>
        [.. Enumerable.Range(1, sound.Length - 1).Where(i => sound[i - 1] <= 0 && sound[i] > 0)];
}
