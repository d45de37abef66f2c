namespace Esp32Aed.Sound.Synth;

/// <summary>
/// A room between source and microphone: the direct sound at once, a few early reflections, and a tail that decays exponentially
/// (parallel combs and all-passes: M. R. Schroeder, "Natural sounding artificial reverberation", JAES 10, 1962).
/// </summary>
internal sealed class Room
{
    private const double DirectSeconds = 0.002;

    private static readonly double[] CombSeconds = [0.0297, 0.0371, 0.0411, 0.0437];
    private static readonly double[] AllPassSeconds = [0.005, 0.0017];

    private readonly int sampleRate;
    private readonly (int Delay, double Gain)[] reflections;
    private readonly (int Delay, double Feedback)[] combs;
    private readonly int[] allPasses;
    private readonly double decaySeconds;
    private readonly double tailGain;

    /// <summary>Draws a room: 0.15 to 0.6 s reverberation time, its tail's first echoes 20 to 8 dB below the direct sound.</summary>
    public Room(SynthRandom random, int sampleRate)
        : this(random, sampleRate, random.LogUniform(0.15, 0.6), random.Gain(-20, -8))
    {
    }

    /// <summary>Draws a room of a given reverberation time, amplitude of the tail's first echoes, and scale of the paths between its walls.</summary>
    public Room(SynthRandom random, int sampleRate, double decaySeconds, double tailGain, double scale = 1)
    {
        this.sampleRate = sampleRate;
        this.decaySeconds = decaySeconds;
        this.tailGain = tailGain;
        var size = random.Uniform(0.75, 1.25) * scale;
        allPasses = [.. AllPassSeconds.Select(seconds => Samples(seconds * scale))];
        combs = [.. CombSeconds.Select(seconds => (Samples(seconds * size), Level.ToFactor(-60 * seconds * size / decaySeconds)))];
        reflections = [.. Enumerable.Range(0, 6).Select(_ => Reflection(random))];
    }

    /// <summary>What the microphone hears: longer than the sound by the tail, cut where it stays 60 dB below its peak.</summary>
    public double[] Hear(ReadOnlySpan<double> dry)
    {
        var heard = new double[dry.Length + Samples(decaySeconds)];
        Level.Mix(heard, dry, 0);
        foreach (var (delay, gain) in reflections)
        {
            Level.Mix(heard, dry, delay, gain);
        }

        Level.Mix(heard, Tail(dry, heard.Length), 0, tailGain);

        var silent = Level.Peak(heard) * Level.ToFactor(-60);
        var end = heard.Length;
        while (end > 0 && Math.Abs(heard[end - 1]) < silent)
        {
            end--;
        }

        return heard[..end];
    }

    private (int Delay, double Gain) Reflection(SynthRandom random)
    {
        var seconds = random.Uniform(0.003, 0.025);
        var sign = random.Chance(0.5) ? 1 : -1;
        return (Samples(seconds), sign * random.Uniform(0.3, 1) * DirectSeconds / (DirectSeconds + seconds));
    }

    private double[] Tail(ReadOnlySpan<double> dry, int length)
    {
        var tail = new double[length];
        foreach (var (delay, feedback) in combs)
        {
            var comb = new double[length];
            for (var i = delay; i < length; i++)
            {
                comb[i] = (i - delay < dry.Length ? dry[i - delay] : 0) + (feedback * comb[i - delay]);
            }

            Level.Mix(tail, comb, 0);
        }

        foreach (var delay in allPasses)
        {
            tail = AllPass(tail, delay);
        }

        return tail;
    }

    private static double[] AllPass(double[] sound, int delay)
    {
        const double Gain = 0.7;
        var passed = new double[sound.Length];
        for (var i = 0; i < sound.Length; i++)
        {
            passed[i] = (-Gain * sound[i]) + (i < delay ? 0 : sound[i - delay] + (Gain * passed[i - delay]));
        }

        return passed;
    }

    private int Samples(double seconds) => Math.Max((int)Math.Round(seconds * sampleRate), 1);
}
