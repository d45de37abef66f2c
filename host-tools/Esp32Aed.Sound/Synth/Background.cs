namespace Esp32Aed.Sound.Synth;

/// <summary>The noise bed of a kitchen or cellar: pink noise and, in most files, a fridge that switches on and off.</summary>
internal static class Background
{
    /// <summary>A bed of the given length in samples, of no particular level.</summary>
    public static double[] Render(SynthRandom random, int length, int sampleRate)
    {
        var bed = Pink(random.Fork(), length, sampleRate);
        if (random.Chance(0.7))
        {
            AddFridge(bed, random.Fork(), sampleRate);
        }

        return bed;
    }

    /// <summary>Pink noise, RMS about 1: white noises of equal power, low-passed one octave apart from half the rate down to 15 Hz.</summary>
    private static double[] Pink(SynthRandom random, int length, int sampleRate)
    {
        var noise = new double[length];
        AddWhite(noise, random, pole: 0);
        var bands = 1;
        for (var cutoff = sampleRate / 4.0; cutoff > 15; cutoff /= 2, bands++)
        {
            AddWhite(noise, random, Math.Exp(-2 * Math.PI * cutoff / sampleRate));
        }

        Level.Scale(noise, 1 / Math.Sqrt(bands));
        return noise;
    }

    /// <summary>Adds white noise of RMS 1 through a one-pole low-pass that is scaled to keep that RMS.</summary>
    private static void AddWhite(double[] noise, SynthRandom random, double pole)
    {
        var gain = Math.Sqrt(3 * (1 - (pole * pole)));
        var state = 0.0;
        for (var i = 0; i < noise.Length; i++)
        {
            state = (pole * state) + (gain * random.Uniform(-1, 1));
            noise[i] += state;
        }
    }

    /// <summary>Mains harmonics (50 or 60 Hz, falling as 1/h) and compressor rumble that fade in and out; a click at each switch.</summary>
    private static void AddFridge(double[] bed, SynthRandom random, int sampleRate)
    {
        var mains = random.Chance(0.5) ? 50.0 : 60.0;
        var level = random.Gain(-10, 3);
        var harmonics = Enumerable.Range(1, 8).Select(h => (Hertz: h * mains, Gain: random.Uniform(0.3, 1) / h, Phase: random.Uniform(0, 2 * Math.PI))).ToArray();
        var rumble = Biquad.BandPass(random.Uniform(90, 220), 1, sampleRate).Filter(Pink(random.Fork(), bed.Length, sampleRate));
        var fade = 1 / (0.3 * sampleRate);
        var on = random.Chance(0.5);
        var loudness = on ? 1.0 : 0.0;
        var nextSwitch = SecondsToSwitch(random) * sampleRate;
        for (var i = 0; i < bed.Length; i++)
        {
            if (i >= nextSwitch)
            {
                on = !on;
                nextSwitch += SecondsToSwitch(random) * sampleRate;
                Level.Mix(bed, Distractors.Click(random, sampleRate), i, 2 * level);
            }

            loudness = Math.Clamp(loudness + (on ? fade : -fade), 0, 1);
            if (loudness > 0)
            {
                var hum = rumble[i];
                foreach (var (hertz, gain, phase) in harmonics)
                {
                    hum += gain * Math.Sin((2 * Math.PI * hertz * i / sampleRate) + phase);
                }

                bed[i] += level * loudness * hum;
            }
        }
    }

    private static double SecondsToSwitch(SynthRandom random) => random.Uniform(10, 80);
}
