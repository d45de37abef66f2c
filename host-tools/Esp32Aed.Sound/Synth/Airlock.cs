namespace Esp32Aed.Sound.Synth;

/// <summary>
/// A fermentation airlock with its own water trap: gas pushes through the water in a short burst of bubbles (a "blub"), and the
/// hollow of the trap resonates. Sizes, gaps and resonance are drawn once per airlock; each blub varies around them.
/// </summary>
internal sealed class Airlock
{
    private const double RingOutSeconds = 0.3;

    private readonly int sampleRate;
    private readonly int fewestBubbles;
    private readonly int mostBubbles;
    private readonly double radius;
    private readonly double gapSeconds;
    private readonly double rise;
    private readonly double hollowGain;
    private readonly Biquad hollow;

    /// <summary>Draws an airlock: half are S-shaped (few large bubbles), half three-piece (more, smaller bubbles under a cap).</summary>
    public Airlock(SynthRandom random, int sampleRate)
    {
        this.sampleRate = sampleRate;
        var sShaped = random.Chance(0.5);
        fewestBubbles = sShaped ? 1 : 3;
        mostBubbles = sShaped ? 4 : 8;
        radius = sShaped ? random.LogUniform(0.0035, 0.006) : random.LogUniform(0.002, 0.0035);
        gapSeconds = sShaped ? random.Uniform(0.025, 0.055) : random.Uniform(0.008, 0.022);
        rise = random.Uniform(0, 0.1);
        hollowGain = random.Gain(-20, -6);
        hollow = Biquad.BandPass(sShaped ? random.LogUniform(350, 900) : random.LogUniform(700, 1600), random.Uniform(3, 6), sampleRate);
    }

    /// <summary>One blub, dry: its first bubble starts at sample 0.</summary>
    public double[] Blub(SynthRandom random)
    {
        var bubbles = random.Integer(fewestBubbles, mostBubbles);
        var loudness = random.Gain(-3, 3);
        var sound = new double[(int)(((bubbles * 2 * gapSeconds) + RingOutSeconds) * sampleRate)];
        var start = 0.0;
        for (var i = 0; i < bubbles; i++)
        {
            var bubble = new Bubble(radius * Math.Exp(0.15 * random.Normal()), rise);
            Level.Mix(sound, bubble.Ring(sampleRate), (int)(start * sampleRate), loudness * random.Uniform(0.5, 1));
            start += gapSeconds * random.Uniform(0.5, 2);
        }

        Level.Mix(sound, hollow.Filter(sound), 0, hollowGain);
        return sound;
    }
}
