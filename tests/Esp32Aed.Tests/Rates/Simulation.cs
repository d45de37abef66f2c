using Esp32Aed.Rates;
using Esp32Aed.Sound.Synth;
using Xunit;

namespace Esp32Aed.Tests.Rates;

/// <summary>Simulated events, and how often an interval holds the rate that they were made with.</summary>
internal static class Simulation
{
    public const int Runs = 2000;

    private const ulong Seed = 2026;
    private const double RunInGaps = 20;

    /// <summary>Onsets in seconds of a source that has run for long before.</summary>
    /// <param name="random">Draws them.</param>
    /// <param name="perMinute">Rate.</param>
    /// <param name="seconds">Length.</param>
    /// <param name="jitter">Standard deviation of the gaps by their mean; null for random (Poisson) events.</param>
    public static List<double> Onsets(SynthRandom random, double perMinute, double seconds, double? jitter)
    {
        var gap = 60 / perMinute;
        var onsets = new List<double>();
        for (var now = -(RunInGaps + random.Uniform()) * gap; now < seconds; now += Next())
        {
            if (now >= 0)
            {
                onsets.Add(now);
            }
        }

        return onsets;

        double Next() => jitter is { } j ? gap * Math.Max(0.05, 1 + (j * random.Normal())) : random.Exponential(gap);
    }

    /// <summary>A number of Poisson events.</summary>
    public static int Poisson(SynthRandom random, double mean)
    {
        var count = 0;
        for (var left = mean - random.Exponential(1); left > 0; left -= random.Exponential(1))
        {
            count++;
        }

        return count;
    }

    /// <summary>The share of intervals that hold the true rate, of <see cref="Runs"/> runs of which at most a tenth gave none; also printed.</summary>
    public static double Coverage(string what, double truth, Func<SynthRandom, RateEstimate?> estimate)
    {
        var random = new SynthRandom(Seed);
        int below = 0, above = 0, silent = 0;
        var widths = 0.0;
        for (var run = 0; run < Runs; run++)
        {
            if (estimate(random.Fork()) is not { } rate)
            {
                silent++;
                continue;
            }

            below += rate.High < truth ? 1 : 0;
            above += rate.Low > truth ? 1 : 0;
            widths += (rate.High - rate.Low) / truth;
        }

        var answers = Runs - silent;
        var coverage = 1 - ((double)(below + above) / answers);
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"{what}: covers {coverage:P1} ({below} intervals below, {above} above, {silent} runs without), mean width {widths / answers:P0} of the rate"));
        Assert.InRange(silent, 0, Runs / 10);
        return coverage;
    }

    /// <summary>Asserts 93 to 97 %, or another highest share where an interval is known to be wide.</summary>
    public static void Covers(string what, double truth, Func<SynthRandom, RateEstimate?> estimate, double most = 0.97) =>
        Assert.InRange(Coverage(what, truth, estimate), 0.93, most);
}
