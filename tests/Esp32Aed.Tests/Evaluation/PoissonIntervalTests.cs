using Esp32Aed.Learning.Evaluation;
using Xunit;

namespace Esp32Aed.Tests.Evaluation;

public class PoissonIntervalTests
{
    [Theory]
    [InlineData(0, 0, 3.689)]
    [InlineData(1, 0.0253, 5.572)]
    [InlineData(2, 0.242, 7.225)]
    [InlineData(5, 1.623, 11.668)]
    [InlineData(10, 4.795, 18.390)]
    [InlineData(50, 37.11, 65.92)]
    [InlineData(100, 81.36, 121.63)]
    public void Published_95_percent_limits(int count, double low, double high)
    {
        var interval = PoissonInterval.Garwood(count);
        Assert.Equal(low, interval.Low, 0.006);
        Assert.Equal(high, interval.High, 0.006);
    }

    [Fact]
    public void Large_counts_come_near_the_normal_approximation()
    {
        var (low, high) = PoissonInterval.Garwood(1_000_000);
        Assert.Equal(1_000_000 - 1960, low, 5.0);
        Assert.Equal(1_000_000 + 1960, high, 5.0);
    }

    [Theory]
    [InlineData(0.90)]
    [InlineData(0.95)]
    public void Covers_every_mean_at_least_as_often_as_it_says_but_not_by_much(double confidence)
    {
        for (var mean = 5.0; mean < 40; mean += 0.37)
        {
            var covered = 0.0;
            var probability = Math.Exp(-mean);
            for (var count = 0; count < 150; count++)
            {
                var (low, high) = PoissonInterval.Garwood(count, confidence);
                covered += low <= mean && mean <= high ? probability : 0;
                probability *= mean / (count + 1);
            }

            Assert.InRange(covered, confidence, confidence + ((1 - confidence) * 0.8));
        }
    }
}
