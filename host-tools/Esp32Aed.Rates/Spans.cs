using MathNet.Numerics.Distributions;

namespace Esp32Aed.Rates;

/// <summary>
/// The times in which every k events happened, one after the other. Long spans are nearly independent of each other whatever the
/// events do, and their mean and spread give the rate and its error without a model of the spacing (batch means).
/// </summary>
internal sealed class Spans
{
    /// <summary>Fewer spans can't tell regular from random.</summary>
    public const int Fewest = 4;

    private const double Rare = 0.005;

    // Spread that is smaller by chance than it is in truth would make the interval too narrow: only what is far from random counts as regular.
    private const double LargestRegularDispersion = 0.35;

    private readonly double[] seconds;
    private readonly int events;
    private readonly double mean;
    private readonly double deviation;

    private Spans(double[] seconds, int events)
    {
        this.seconds = seconds;
        this.events = events;
        mean = seconds.Average();
        deviation = Math.Sqrt(seconds.Sum(s => (s - mean) * (s - mean)) / (seconds.Length - 1));
    }

    /// <summary>Events per second within the spans: 1 / mean gap.</summary>
    public double Rate => events / mean;

    /// <summary>Half the 95 % t interval of the mean span, divided by the mean.</summary>
    public double RelativeError => StudentT.InvCDF(0, 1, seconds.Length - 1, 0.975) * deviation / Math.Sqrt(seconds.Length) / mean;

    /// <summary>
    /// Bartlett's test of equal variances, which for spans of Poisson events (gamma distributed with shape k, that is chi-squared with 2k
    /// degrees of freedom) is the test against gamma spans of any other shape (Bartlett 1937; Cox and
    /// Lewis, "The Statistical Analysis of Series of Events", 1966, chapter 6): random unless the statistic is in its outer 0.5 % at one end.
    /// </summary>
    public Spacing Spacing
    {
        get
        {
            var spread = Math.Log(mean) - seconds.Average(Math.Log);
            var statistic = 2 * events * seconds.Length * spread / (1 + ((seconds.Length + 1.0) / (6 * events * seconds.Length)));
            var below = double.IsFinite(statistic) ? ChiSquared.CDF(seconds.Length - 1, Math.Max(0, statistic)) : 1;
            var dispersion = events * deviation * deviation / (mean * mean);
            return below > 1 - Rare && dispersion > 1 ? Spacing.Clustered
                : below < Rare && dispersion < LargestRegularDispersion ? Spacing.Regular
                : Spacing.Random;
        }
    }

    /// <summary>Cuts a series of onsets, ascending, into at most so many spans; null when there would be too few.</summary>
    public static Spans? Of(double[] onsets, int most)
    {
        var gaps = onsets.Length - 1;
        if (gaps < Fewest || most < Fewest)
        {
            return null;
        }

        var each = (gaps + most - 1) / most;
        var count = gaps / each;
        var first = (gaps - (count * each)) / 2;
        return count >= Fewest && onsets[first + (count * each)] > onsets[first]
            ? new Spans([.. Enumerable.Range(0, count).Select(i => onsets[first + ((i + 1) * each)] - onsets[first + (i * each)])], each)
            : null;
    }
}
