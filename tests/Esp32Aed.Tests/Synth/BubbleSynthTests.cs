using Esp32Aed.Sound;
using Esp32Aed.Sound.Synth;
using Xunit;

namespace Esp32Aed.Tests.Synth;

public class BubbleSynthTests
{
    public static readonly TheoryData<ulong, int> Scenes = [.. from seed in Enumerable.Range(1, 8) select ((ulong)seed, seed % 2 == 0 ? 16_000 : 8000)];

    [Fact]
    public void Same_seed_same_sound_other_seed_other_sound()
    {
        var settings = new SynthSettings { Seconds = 20, Seed = 7 };
        var (samples, events) = BubbleSynth.Make(settings);
        var (again, eventsAgain) = BubbleSynth.Make(settings);
        var (other, eventsOther) = BubbleSynth.Make(settings with { Seed = 8 });

        Assert.Equal(samples, again);
        Assert.Equal(events, eventsAgain);
        Assert.NotEqual(samples, other);
        Assert.NotEqual(events, eventsOther);
    }

    [Fact]
    public void Seed_1_is_the_same_on_every_machine()
    {
        var (_, events) = BubbleSynth.Make(new SynthSettings { Seconds = 9, Seed = 1 });
        var onsets = events.Select(e => Math.Round(e.Onset, 3)).ToArray();
        Assert.Equal([1.151, 7.337, 7.731, 8.253, 8.76], onsets);
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Labels_start_where_the_energy_does(ulong seed, int rate)
    {
        var scene = Scene(seed, rate);
        Assert.NotEmpty(scene.Labels);
        foreach (var label in scene.Labels)
        {
            // First millisecond, from 30 ms before the label, whose RMS is within 20 dB of the loudest millisecond of the event.
            var frame = rate / 1000;
            var from = Math.Max(0, (int)(label.Onset * rate) - (30 * frame));
            var energies = scene.Blubs[from..(int)(label.Offset * rate)].Chunk(frame).Select(Rms).ToArray();
            var first = Array.FindIndex(energies, e => e >= 0.1 * energies.Max());
            var onset = (from + (first * frame)) / (double)rate;
            Assert.Equal(label.Onset, onset, 0.005);
        }
    }

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Every_blub_is_labelled(ulong seed, int rate)
    {
        var scene = Scene(seed, rate);
        var outside = scene.Blubs.ToArray();
        foreach (var label in scene.Labels)
        {
            Array.Clear(outside, (int)Math.Round(label.Onset * rate), (int)Math.Round((label.Offset - label.Onset) * rate));
        }

        Assert.True(Rms(outside) < 0.1 * Rms(scene.Blubs), "more than a hundredth of the blubs' energy is outside the labels");
        Assert.All(scene.Labels, label => Assert.Equal("bubble", label.Label));
        Assert.All(scene.Labels, label => Assert.InRange(label.Offset - label.Onset, 0.01, 1));
    }

    [Fact]
    public void Labels_do_not_overlap_even_when_blubs_are_dense()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var labels = BubbleSynth.Compose(new SynthSettings { Seconds = 15, RatePerMinute = 120, Seed = seed }).Labels;
            Assert.True(labels.Count > 10);
            Assert.All(labels.Zip(labels.Skip(1)), pair => Assert.True(pair.First.Offset + 0.05 <= pair.Second.Onset + 0.001));
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(15.0)]
    [InlineData(30.0)]
    public void Signal_to_noise_ratio_is_as_asked(double snr)
    {
        for (ulong seed = 1; seed <= 6; seed++)
        {
            var scene = BubbleSynth.Compose(new SynthSettings { Seconds = 30, SnrDb = snr, Seed = seed });
            var (blubs, background) = (HighPass100(scene.Blubs), HighPass100(scene.Background));
            var spans = scene.Labels.Select(label => ((int)Math.Round(label.Onset * 8000))..(int)Math.Round(label.Offset * 8000)).ToArray();
            var signal = Rms(spans.SelectMany(span => blubs[span]).ToArray());
            var noise = Rms(spans.SelectMany(span => background[span]).ToArray());
            Assert.Equal(snr, 20 * Math.Log10(signal / noise), 1.0);
        }
    }

    [Theory]
    [InlineData(-20.0, 12.0)]
    [InlineData(15.0, 60.0)]
    [InlineData(40.0, 0.0)]
    public void Never_clips(double snr, double ratePerMinute)
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var (samples, _) = BubbleSynth.Make(new SynthSettings { Seconds = 15, SnrDb = snr, RatePerMinute = ratePerMinute, Seed = seed });
            Assert.InRange(samples.Max(s => Math.Abs((int)s)), 100, 24_000);
        }
    }

    [Fact]
    public void Negative_has_sound_but_no_events()
    {
        var scene = BubbleSynth.Compose(new SynthSettings { Seconds = 20, RatePerMinute = 0 });
        Assert.Empty(scene.Labels);
        Assert.Equal(0, Rms(scene.Blubs));
        Assert.True(Rms(scene.Background) > 0.0001);
        Assert.Equal(160_000, scene.Mix().Length);
    }

    [Theory]
    [InlineData(25.0)]
    [InlineData(60.0)]
    public void Mean_rate_is_as_asked(double ratePerMinute)
    {
        var events = Enumerable.Range(1, 20).Sum(seed =>
            BubbleSynth.Compose(new SynthSettings { Seconds = 30, RatePerMinute = ratePerMinute, Seed = (ulong)seed }).Labels.Count);
        Assert.InRange(events / 10.0, 0.9 * ratePerMinute, 1.1 * ratePerMinute);
    }

    private static Soundscape Scene(ulong seed, int rate) =>
        BubbleSynth.Compose(new SynthSettings { Seconds = 20, RatePerMinute = 20, SampleRate = rate, Seed = seed });

    private static double Rms(double[] sound) => Math.Sqrt(sound.Average(s => s * s));

    /// <summary>Second-order Butterworth, 100 Hz at 8 kHz, coefficients from scipy.signal.butter(2, 100, 'highpass', fs=8000).</summary>
    private static double[] HighPass100(double[] x)
    {
        var y = new double[x.Length];
        for (var i = 2; i < x.Length; i++)
        {
            y[i] = (0.94597686 * (x[i] - (2 * x[i - 1]) + x[i - 2])) + (1.88903308 * y[i - 1]) - (0.89487434 * y[i - 2]);
        }

        return y;
    }
}
