using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class TallyTests
{
    [Fact]
    public void Counts_by_class_and_hears_more_than_32_bits_of_samples()
    {
        var tally = new Tally(3);
        tally.Count(2, 300);
        tally.Count(2, -100);
        tally.Count(0, 700);
        tally.Hear(int.MaxValue);
        tally.Hear(2);

        Assert.Equal([1, 0, 2], Counts(tally));
        Assert.Equal(int.MaxValue + 2L, tally.SamplesHeard);

        Assert.Equal(300, tally.MeanPeak);

        tally.Clear();
        Assert.Equal(0, tally.MeanPeak);
        Assert.Equal([0, 0, 0], Counts(tally));
        Assert.Equal(0, tally.SamplesHeard);
    }

    private static int[] Counts(Tally tally) => [.. Enumerable.Range(0, tally.ClassCount).Select(tally.CountOf)];
}
