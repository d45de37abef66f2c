using System.Numerics;
using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Esp32Aed.Sound.Synth;
using MathNet.Numerics.IntegralTransforms;

namespace Esp32Aed.Tests;

/// <summary>Sounds of known pitch, level and time, and what is measured on them.</summary>
internal static class TestSounds
{
    public static short[] Tone(double hertz, double amplitude, int length, int sampleRate) =>
        [.. Enumerable.Range(0, length).Select(i => (short)Math.Round(amplitude * Math.Sin(2 * Math.PI * hertz * i / sampleRate)))];

    /// <summary>White noise of a peak; its level rises by so many dB from start to end.</summary>
    public static short[] Noise(double peak, int length, ulong seed, double riseDb = 0)
    {
        var random = new SynthRandom(seed);
        return [.. Enumerable.Range(0, length).Select(i => (short)Math.Round(peak * Math.Pow(10, riseDb * i / length / 20) * random.Uniform(-1, 1)))];
    }

    /// <summary>Silence with a burst of noise of 5 ms, its first sample the loudest, at each of the times.</summary>
    public static short[] Bursts(double[] onsets, int length, int sampleRate)
    {
        var sound = new short[length];
        var random = new SynthRandom(9);
        foreach (var onset in onsets)
        {
            var from = (int)Math.Round(onset * sampleRate);
            for (var i = 0; i < sampleRate / 200; i++)
            {
                sound[from + i] = (short)Math.Round(8000 * (i == 0 ? 1 : 0.5 * random.Uniform(-1, 1)));
            }
        }

        return sound;
    }

    public static TrainingRecording Recording(short[] samples, int sampleRate, params LabelledEvent[] events) =>
        new("r", "g", samples, (double)samples.Length / sampleRate, events);

    /// <summary>Variant 0 by one part alone, without backgrounds.</summary>
    public static TrainingRecording Vary(this AugmentationPart part, TrainingRecording recording, int sampleRate) =>
        new Augmenter(sampleRate, []).Vary(recording, new AugmentationRecipe([part]), seed: 1, variant: 0);

    public static double Rms(ReadOnlySpan<short> sound)
    {
        var power = 0.0;
        foreach (var sample in sound)
        {
            power += (double)sample * sample;
        }

        return Math.Sqrt(power / sound.Length);
    }

    public static double Decibels(double ratio) => 20 * Math.Log10(ratio);

    /// <summary>Power in each bin of the Hann-windowed sound, and the width of a bin in Hz.</summary>
    public static (double[] Power, double BinHertz) Spectrum(short[] sound, int sampleRate)
    {
        var bins = new Complex[sound.Length];
        for (var i = 0; i < bins.Length; i++)
        {
            bins[i] = sound[i] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / bins.Length)));
        }

        Fourier.Forward(bins);
        return ([.. bins.Take((bins.Length / 2) + 1).Select(bin => bin.Magnitude * bin.Magnitude)], (double)sampleRate / bins.Length);
    }

    /// <summary>Frequency of the strongest bin.</summary>
    public static double PeakHertz(short[] sound, int sampleRate)
    {
        var (power, binHertz) = Spectrum(sound, sampleRate);
        return Array.IndexOf(power, power.Max()) * binHertz;
    }

    /// <summary>Share of the power within a band.</summary>
    public static double ShareBetween(double lowHertz, double highHertz, short[] sound, int sampleRate)
    {
        var (power, binHertz) = Spectrum(sound, sampleRate);
        return power.Where((_, bin) => bin * binHertz >= lowHertz && bin * binHertz <= highHertz).Sum() / power.Sum();
    }

    /// <summary>Time of the largest magnitude between two times, all in seconds.</summary>
    public static double LoudestMoment(short[] sound, double from, double to, int sampleRate)
    {
        var first = Math.Max((int)(from * sampleRate), 0);
        var last = Math.Min((int)(to * sampleRate), sound.Length - 1);
        return (double)Enumerable.Range(first, last - first + 1).MaxBy(i => Math.Abs((int)sound[i])) / sampleRate;
    }
}
