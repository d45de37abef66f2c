namespace Esp32Aed.Sound.Synth;

/// <summary>
/// When an airlock blubs. Gaps are regular with jitter or, in half of the airlocks, random (Poisson with a dead time); some
/// airlocks blub in quick bursts; and the rate drifts slowly around its mean.
/// </summary>
internal sealed class BlubClock
{
    private const double DeadTimeSeconds = 0.3;
    private const double LongestBurstGapSeconds = 0.6;

    private readonly SynthRandom random;
    private readonly double meanGap;
    private readonly bool regular;
    private readonly double jitter;
    private readonly double burstChance;
    private readonly double driftDepth;
    private readonly double driftSeconds;
    private readonly double driftPhase;

    /// <summary>Draws a clock of this mean rate per minute.</summary>
    public BlubClock(SynthRandom random, double ratePerMinute)
    {
        this.random = random;
        meanGap = 60 / ratePerMinute;
        regular = random.Chance(0.5);
        jitter = random.Uniform(0.05, 0.3);
        burstChance = random.Chance(0.4) && meanGap > 2 ? random.Uniform(0.1, 0.3) : 0;
        driftDepth = random.Uniform(0.1, 0.4);
        driftSeconds = random.Uniform(60, 300);
        driftPhase = random.Uniform(0, 2 * Math.PI);
    }

    /// <summary>Seconds before the first blub: the clock runs since before the recording.</summary>
    public double First() => meanGap * random.Uniform();

    /// <summary>Seconds from the blub at <paramref name="now"/> to the next.</summary>
    public double GapAfter(double now)
    {
        if (random.Chance(burstChance))
        {
            return random.Uniform(DeadTimeSeconds, LongestBurstGapSeconds);
        }

        var burstMean = (DeadTimeSeconds + LongestBurstGapSeconds) / 2;
        var mean = (meanGap - (burstChance * burstMean)) / (1 - burstChance);
        mean /= 1 + (driftDepth * Math.Sin((2 * Math.PI * now / driftSeconds) + driftPhase));
        return regular
            ? mean * Math.Max(0.3, 1 + (jitter * random.Normal()))
            : DeadTimeSeconds + random.Exponential(Math.Max(0, mean - DeadTimeSeconds));
    }
}
