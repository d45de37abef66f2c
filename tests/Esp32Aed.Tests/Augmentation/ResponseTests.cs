using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class ResponseTests
{
    private static readonly MicrophoneResponse Flat = new()
    {
        HighPassHertz = new(20, 20),
        TiltDecibels = new(0, 0),
        ResonanceDecibels = new(0, 0),
    };

    [Theory]
    [InlineData("room", 8000)]
    [InlineData("room", 16000)]
    [InlineData("microphone", 8000)]
    [InlineData("microphone", 16000)]
    public void Onsets_stay_and_levels_stay_near(string name, int sampleRate)
    {
        double[] onsets = [0.3, 1.21, 2.5];
        var recording = TestSounds.Recording(TestSounds.Bursts(onsets, 3 * sampleRate, sampleRate), sampleRate, new LabelledEvent(0.3, 0.4, "a"));
        var noise = TestSounds.Recording(TestSounds.Noise(2000, 2 * sampleRate, 6), sampleRate);
        var augmenter = new Augmenter(sampleRate, []);
        var recipe = AugmentationRecipe.Standard.Only(name).Always();
        for (var variant = 0; variant < 30; variant++)
        {
            var varied = augmenter.Vary(recording, recipe, 4, variant);
            Assert.Equal(recording.Events, varied.Events);
            Assert.Equal(recording.Samples.Length, varied.Samples.Length);
            Assert.All(onsets, onset =>
                Assert.Equal(onset, TestSounds.LoudestMoment(varied.Samples, onset - 0.2, onset + 0.2, sampleRate), 0.001));

            var gain = TestSounds.Decibels(TestSounds.Rms(augmenter.Vary(noise, recipe, 4, variant).Samples) / TestSounds.Rms(noise.Samples));
            Assert.InRange(gain, -4, 6);
        }
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    public void A_flat_microphone_changes_little(int sampleRate)
    {
        foreach (var hertz in new[] { 100.0, 1000, 3000 })
        {
            Assert.Equal(0, GainAt(hertz, Flat, sampleRate), 0.05);
        }
    }

    [Fact]
    public void The_high_pass_is_3_dB_down_at_its_corner_and_falls_by_12_dB_an_octave()
    {
        var part = Flat with { HighPassHertz = new(200, 200) };

        Assert.Equal(-3, GainAt(200, part, 8000), 0.1);
        Assert.Equal(-24.1, GainAt(50, part, 8000), 0.5);
        Assert.Equal(0, GainAt(1000, part, 8000), 0.1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public void The_tilt_turns_around_1_kHz(double tilt)
    {
        var part = Flat with { TiltDecibels = new(tilt, tilt) };

        Assert.Equal(0, GainAt(1000, part, 16000), 0.05);
        Assert.Equal(tilt, GainAt(2000, part, 16000), 0.3);
        Assert.Equal(-tilt, GainAt(500, part, 16000), 0.3);
        Assert.Equal(-3 * tilt, GainAt(125, part, 16000), 0.5);
    }

    [Fact]
    public void The_resonance_stands_out_by_its_gain()
    {
        var part = Flat with { ResonanceDecibels = new(8, 8), ResonanceQ = new(2, 2) };

        var gains = Enumerable.Range(0, 120).Select(i => GainAt(200 * Math.Pow(2, i / 28.0), part, 8000)).ToList();

        Assert.Equal(8, gains.Max(), 0.2);
        Assert.InRange(gains.Min(), -0.1, 1);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.4)]
    public void A_tail_decays_by_60_dB_in_its_time(double seconds)
    {
        var samples = new short[8000];
        samples[0] = short.MaxValue;
        var part = new RoomEcho { DecaySeconds = new(seconds, seconds), TailDecibels = new(0, 0) };

        var heard = part.Vary(TestSounds.Recording(samples, 8000), 8000).Samples;

        var decay = (int)(seconds * 8000);
        Assert.Equal(short.MaxValue, heard[0]);
        Assert.InRange(TestSounds.Rms(heard.AsSpan(200, decay)), 10, 8000);
        Assert.All(heard[decay..], sample => Assert.InRange(sample, -1000, 1000));
        Assert.All(heard[(decay + 400)..], sample => Assert.InRange(sample, -40, 40));
    }

    /// <summary>Steady gain of a part for a tone, dB.</summary>
    private static double GainAt(double hertz, MicrophoneResponse part, int sampleRate)
    {
        var recording = TestSounds.Recording(TestSounds.Tone(hertz, 8000, sampleRate, sampleRate), sampleRate);
        var steady = (sampleRate / 2)..;
        return TestSounds.Decibels(TestSounds.Rms(part.Vary(recording, sampleRate).Samples.AsSpan(steady)) / TestSounds.Rms(recording.Samples.AsSpan(steady)));
    }
}
