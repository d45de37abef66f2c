using Esp32Aed.Rates;
using Xunit;

namespace Esp32Aed.Tests.Rates;

public sealed class ScoreIntervalTests
{
    // Exact 95 % limits (Garwood 1936), as every table of them has.
    [Theory]
    [InlineData(0, 0, 3.689)]
    [InlineData(1, 0.0253, 5.572)]
    [InlineData(5, 1.623, 11.668)]
    [InlineData(10, 4.795, 18.390)]
    [InlineData(50, 37.11, 65.92)]
    [InlineData(100, 81.36, 121.63)]
    public void Poisson_limits_are_within_an_event_of_the_exact_ones_and_solve_the_score_equation(int count, double exactLow, double exactHigh)
    {
        var (low, high) = PoissonInterval.Of(count);

        Assert.Equal(exactLow, low, 1.0);
        Assert.Equal(exactHigh, high, 1.0);
        Assert.Equal(PoissonInterval.Z95 * Math.Sqrt(high), high - count, 9);
        Assert.Equal(PoissonInterval.Z95 * Math.Sqrt(low), count - low, 9);
    }

    [Fact]
    public void Every_Poisson_mean_from_6_on_is_covered_in_93_to_97_percent_of_cases_exactly_summed()
    {
        var limits = Enumerable.Range(0, 400).Select(count => PoissonInterval.Of(count)).ToArray();
        for (var mean = 6.0; mean < 200; mean += 0.037)
        {
            var covered = 0.0;
            var probability = Math.Exp(-mean);
            for (var count = 0; count < limits.Length; count++)
            {
                covered += limits[count].Low <= mean && mean <= limits[count].High ? probability : 0;
                probability *= mean / (count + 1);
            }

            Assert.InRange(covered, 0.935, 0.97);
        }
    }

    // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Published_limits_of_proportions(int hits, int trials, double low, double high)
    {
        Assert.Equal((low, high), (Math.Round(ProportionInterval.Of(hits, trials).Low, 4), Math.Round(ProportionInterval.Of(hits, trials).High, 4)));
        var misses = ProportionInterval.Of(trials - hits, trials);
        Assert.Equal(1 - low, misses.High, 4);
        Assert.Equal(1 - high, misses.Low, 4);
    }

    [Fact]
    public void Impossible_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PoissonInterval.Of(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Of(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Of(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Of(6, 5));
    }
}
