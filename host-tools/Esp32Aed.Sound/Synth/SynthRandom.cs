namespace Esp32Aed.Sound.Synth;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): the same numbers from the
/// same seed on every machine and in every release of .NET, which <see cref="Random"/> does not promise.
/// </summary>
internal sealed class SynthRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>An independent generator, so that what one part draws does not shift what the next part gets.</summary>
    public SynthRandom Fork() => new(Next());

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>Uniform on a logarithmic scale in [low, high).</summary>
    public double LogUniform(double low, double high) => low * PortableMath.Exp2(PortableMath.Log2(high / low) * Uniform());

    /// <summary>A whole number from low to high, both included.</summary>
    public int Integer(int low, int high) => low + (int)(Uniform() * (high - low + 1));

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Exponentially distributed with the given mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - Uniform());

    /// <summary>About standard normal (a sum of twelve uniforms), never beyond 6.</summary>
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
        {
            sum += Uniform();
        }

        return sum;
    }

    /// <summary>An amplitude factor for a level that is uniform in decibels.</summary>
    public double Gain(double lowDb, double highDb) => Level.ToFactor(Uniform(lowDb, highDb));
}
