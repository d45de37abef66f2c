using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class NormaliserTests
{
    private const int Bands = 6;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_gain_changes_no_feature_from_the_first_frame_on(int coefficients)
    {
        var (plain, gained) = (Make(4, 2, coefficients), Make(4, 2, coefficients));
        var random = new Random(1);
        for (var t = 0; t < 100; t++)
        {
            var values = Enumerable.Range(0, coefficients > 0 ? coefficients : Bands).Select(_ => random.Next(-20000, 60000)).ToArray();
            int[] louder = coefficients > 0 ? [values[0] + 5000, .. values[1..]] : [.. values.Select(value => value + 5000)];

            plain.Apply(values, -300);
            gained.Apply(louder, -300);

            Assert.Equal(plain.Features, gained.Features);
        }
    }

    [Fact]
    public void The_mean_is_a_plain_average_first_and_then_decays()
    {
        const int Shift = 4;
        var normaliser = Make(Shift, 0, 0);
        var random = new Random(2);
        var heard = new List<double>();
        double mean = 0;
        for (var t = 0; t < 400; t++)
        {
            var value = random.Next(0, 60000);
            heard.Add(value);
            mean = t < 1 << Shift ? heard.Average() : mean + ((value - mean) / (1 << Shift));

            normaliser.Apply([.. Enumerable.Repeat(value, Bands)], 0);

            Assert.InRange(normaliser.Features[0] - (value - mean), -1, 2);
        }
    }

    [Fact]
    public void A_shared_mean_keeps_the_shape_of_the_spectrum()
    {
        var normaliser = new Normaliser(new FrontEndSettings { MelEdges = new int[Bands + 2], MeanShift = 2, HasSharedMean = true });

        normaliser.Apply([100, 200, 300, 400, 500, 600], 0);
        Assert.Equal([-250, -150, -50, 50, 150, 250], normaliser.Features[..Bands]);

        // The mean of 350 and 950 is 650.
        normaliser.Apply([700, 800, 900, 1000, 1100, 1200], 0);
        Assert.Equal([50, 150, 250, 350, 450, 550], normaliser.Features[..Bands]);
    }

    [Fact]
    public void Features_stand_in_the_documented_order()
    {
        var normaliser = Make(3, 2, 3);
        normaliser.Apply([1000, 2000, 3000], 0);
        normaliser.Apply([2000, 1000, 3200], -77);

        // Means 1500, 1500 and 3100; the level's peak rose by half of 1000.
        Assert.Equal([500, -500, 100, 500, 0, -77, 500], normaliser.Features);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)] // a mean that is the value itself leaves the level's peak alone
    public void The_level_is_measured_from_a_peak_that_falls_slowly(int meanShift)
    {
        var normaliser = Make(meanShift, 0, 3);
        normaliser.Apply([12800, 0, 0], 0);
        Assert.Equal(0, normaliser.Features[^1]);

        normaliser.Apply([0, 0, 0], 0);
        Assert.Equal(-12700, normaliser.Features[^1]); // the peak fell by 12800 / 128
    }

    private static Normaliser Make(int meanShift, int positiveParts, int coefficients) =>
        new(new FrontEndSettings { MelEdges = new int[Bands + 2], Coefficients = coefficients, MeanShift = meanShift, PositiveParts = positiveParts });
}
