namespace Esp32Aed.Sound.Synth;

/// <summary>Sounds that are short like a blub and are none, so they get no label: knocks, drips, clicks. Peak about 1.</summary>
internal static class Distractors
{
    /// <summary>One distractor of a kind drawn at random, dry.</summary>
    public static double[] Draw(SynthRandom random, int sampleRate) => random.Integer(0, 2) switch
    {
        0 => Knocks(random, sampleRate),
        1 => Drip(random, sampleRate),
        _ => Click(random, sampleRate),
    };

    /// <summary>1.5 to 5 ms of decaying white noise.</summary>
    public static double[] Click(SynthRandom random, int sampleRate)
    {
        var decay = random.Uniform(0.0003, 0.001) * sampleRate;
        return [.. Enumerable.Range(0, (int)(5 * decay)).Select(i => random.Uniform(-1, 1) * Math.Exp(-i / decay))];
    }

    /// <summary>One to three knocks on wood: two damped modes each.</summary>
    private static double[] Knocks(SynthRandom random, int sampleRate)
    {
        var low = random.LogUniform(120, 300);
        var high = low * random.Uniform(1.6, 2.9);
        var decay = random.Uniform(0.008, 0.03);
        var apart = random.Uniform(0.15, 0.35);
        var knocks = random.Integer(1, 3);
        var sound = new double[(int)(((knocks * apart) + 0.1) * sampleRate)];
        for (var knock = 0; knock < knocks; knock++)
        {
            var gain = random.Uniform(0.4, 0.7);
            var start = (int)(knock * apart * random.Uniform(0.95, 1) * sampleRate);
            for (var i = start; i < sound.Length; i++)
            {
                var t = (double)(i - start) / sampleRate;
                sound[i] += gain * Math.Exp(-t / decay) * (Math.Sin(2 * Math.PI * low * t) + (0.5 * Math.Sin(2 * Math.PI * high * t)));
            }
        }

        return sound;
    }

    /// <summary>A tap drips: a faint impact, then one bubble that is smaller than an airlock's.</summary>
    private static double[] Drip(SynthRandom random, int sampleRate)
    {
        var bubble = new Bubble(random.LogUniform(0.0012, 0.0017), random.Uniform(0, 0.05)).Ring(sampleRate);
        var start = (int)(random.Uniform(0.008, 0.02) * sampleRate);
        var sound = new double[start + bubble.Length];
        Level.Mix(sound, Click(random, sampleRate), 0, 0.2);
        Level.Mix(sound, bubble, start, 1 / Level.Peak(bubble));
        return sound;
    }
}
