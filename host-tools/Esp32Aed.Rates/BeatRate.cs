using MathNet.Numerics.Distributions;

namespace Esp32Aed.Rates;

/// <summary>
/// The rate of a regular sound from the median gap between its beats, whatever the detector missed or found too often: a missed beat makes
/// a double gap, a false one a short gap, and both are put right or left out.
/// </summary>
/// <remarks>
/// The interval is the median's: order statistics (sign test; David and Nagaraja, "Order Statistics", section 7.1), interpolated to
/// 95 % after Hettmansperger and Sheather ("Confidence intervals based on interpolated order statistics", Statistics and Probability
/// Letters 4, 1986). It supposes gaps as often above as below their mean; gaps that lean to one side by jitter of 30 % shift the rate by
/// up to 3 %.
/// </remarks>
public static class BeatRate
{
    private const int FewestGaps = 6;
    private const double FalseBeat = 0.4;
    private const double LargestJitter = 0.35;
    private const double SmallestShare = 0.6;
    private const double MostFalse = 0.15;
    private const double DeviationsPerMedianDeviation = 1.4826;

    /// <summary>The beat in a recording, per minute; null where fewer than 6 gaps, or less than 60 % of them, are of one length, or where more than
    /// 15 % of the beats would be false: an airlock that often blubs twice has no beat.</summary>
    /// <param name="onsets">When each event begins, seconds; in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">An onset is no number.</exception>
    public static RateEstimate? FromOnsets(IEnumerable<double> onsets)
    {
        double[] ascending = [.. onsets.Order()];
        foreach (var onset in ascending)
        {
            if (!double.IsFinite(onset))
            {
                throw new ArgumentOutOfRangeException(nameof(onsets), onset, "every onset must be a number of seconds");
            }
        }

        if (ascending.Length <= FewestGaps)
        {
            return null;
        }

        var gaps = WithoutFalseBeats(ascending);
        if (ascending.Length - 1 - gaps.Count > MostFalse * gaps.Count)
        {
            return null;
        }

        var typical = Median(gaps);
        var jitter = DeviationsPerMedianDeviation * Median([.. gaps.Select(gap => Math.Abs(gap - typical))]) / typical;
        if (!(jitter <= LargestJitter))
        {
            return null;
        }

        // As far above as below: leaving out must not shift the median.
        var reach = Math.Clamp(3.5 * jitter, 0.15, 1 - FalseBeat) * typical;
        double[] beats = [.. gaps.Where(gap => Math.Abs(gap - typical) <= reach).Order()];
        if (beats.Length < FewestGaps || beats.Length < SmallestShare * gaps.Count)
        {
            return null;
        }

        var (shortest, longest) = MedianInterval(beats);
        return new RateEstimate(60 / Median(beats), 60 / longest, 60 / shortest, Spacing.Regular);
    }

    /// <summary>The gaps, each that is too short to be one joined to the neighbour with which it comes nearest to a whole one.</summary>
    private static List<double> WithoutFalseBeats(double[] onsets)
    {
        var gaps = onsets.Zip(onsets.Skip(1), (from, to) => to - from).ToList();
        var typical = Median(gaps);
        for (var i = 0; i < gaps.Count && gaps.Count > 1;)
        {
            if (gaps[i] >= FalseBeat * typical)
            {
                i++;
                continue;
            }

            var joinsNext = i == 0 || (i + 1 < gaps.Count && Math.Abs(gaps[i] + gaps[i + 1] - typical) < Math.Abs(gaps[i - 1] + gaps[i] - typical));
            var first = joinsNext ? i : i - 1;
            gaps[first] += gaps[first + 1];
            gaps.RemoveAt(first + 1);
            i = first;
        }

        return gaps;
    }

    private static (double Low, double High) MedianInterval(double[] ascending)
    {
        var n = ascending.Length;
        double Covered(int rank) => 1 - (2 * Binomial.CDF(0.5, n, rank - 1));
        var rank = 1;
        while (rank < n / 2 && Covered(rank + 1) >= 0.95)
        {
            rank++;
        }

        var spare = Math.Clamp((Covered(rank) - 0.95) / (Covered(rank) - Covered(rank + 1)), 0, 1);
        var inward = (n - rank) * spare / (rank + ((n - (2 * rank)) * spare));
        return (
            ascending[rank - 1] + (inward * (ascending[rank] - ascending[rank - 1])),
            ascending[n - rank] - (inward * (ascending[n - rank] - ascending[n - rank - 1])));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ascending = [.. values.Order()];
        var middle = ascending.Length / 2;
        return ascending.Length % 2 == 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
    }
}
