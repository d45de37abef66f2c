using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class TimeAndPitchTests
{
    private static readonly double[] Onsets = [0.3, 0.75, 1.21, 2.5];

    private static readonly LabelledEvent[] Events = [.. Onsets.Select(onset => new LabelledEvent(onset, onset + 0.1, "a"))];

    [Theory]
    [InlineData(0.85, 8000)]
    [InlineData(0.93, 16000)]
    [InlineData(1.07, 8000)]
    [InlineData(1.15, 16000)]
    public void A_stretch_keeps_the_pitch_and_scales_length_and_labels(double factor, int sampleRate)
    {
        var part = new TimeStretch { Factor = new(factor, factor) };
        var recording = TestSounds.Recording(TestSounds.Tone(440, 8000, 3 * sampleRate, sampleRate), sampleRate, Events);

        var varied = part.Vary(recording, sampleRate);

        Assert.Equal((int)Math.Round(3 * sampleRate * factor), varied.Samples.Length);
        Assert.Equal(3 * factor, varied.Seconds, 3);
        Assert.Equal(440, TestSounds.PeakHertz(varied.Samples, sampleRate), 0.5);
        Assert.InRange(TestSounds.ShareBetween(430, 450, varied.Samples, sampleRate), 0.99, 1);
        Assert.InRange(TestSounds.Decibels(TestSounds.Rms(varied.Samples) / TestSounds.Rms(recording.Samples)), -0.2, 0.2);
        Assert.All(varied.Events.Zip(Events), pair =>
        {
            Assert.Equal(pair.Second.Onset * factor, pair.First.Onset, 9);
            Assert.Equal(pair.Second.Offset * factor, pair.First.Offset, 9);
            Assert.Equal(pair.Second.Label, pair.First.Label);
        });
    }

    [Theory]
    [InlineData(-2, 8000)]
    [InlineData(-0.5, 16000)]
    [InlineData(1, 8000)]
    [InlineData(3, 16000)]
    public void A_pitch_shift_moves_the_pitch_and_keeps_length_and_labels(double semitones, int sampleRate)
    {
        var part = new PitchShift { Semitones = new(semitones, semitones) };
        var recording = TestSounds.Recording(TestSounds.Tone(440, 8000, 3 * sampleRate, sampleRate), sampleRate, Events);

        var varied = part.Vary(recording, sampleRate);

        var expected = 440 * Math.Round(256 * Math.Pow(2, semitones / 12)) / 256;
        Assert.Equal(recording.Samples.Length, varied.Samples.Length);
        Assert.Equal(Events, varied.Events);
        Assert.Equal(expected, TestSounds.PeakHertz(varied.Samples, sampleRate), 0.5);
        Assert.InRange(TestSounds.ShareBetween(expected - 10, expected + 10, varied.Samples, sampleRate), 0.99, 1);
        Assert.InRange(TestSounds.Decibels(TestSounds.Rms(varied.Samples) / TestSounds.Rms(recording.Samples)), -0.2, 0.2);
    }

    [Theory]
    [InlineData(0.875, 8000)]
    [InlineData(1.125, 16000)]
    public void A_change_of_speed_moves_pitch_length_and_labels(double factor, int sampleRate)
    {
        var part = new SpeedChange { Factor = new(factor, factor) };
        var recording = TestSounds.Recording(TestSounds.Tone(440, 8000, 3 * sampleRate, sampleRate), sampleRate, Events);

        var varied = part.Vary(recording, sampleRate);

        Assert.Equal((int)Math.Round(3 * sampleRate / factor), varied.Samples.Length);
        Assert.Equal(440 * factor, TestSounds.PeakHertz(varied.Samples, sampleRate), 0.5);
        Assert.All(varied.Events.Zip(Events), pair => Assert.Equal(pair.Second.Onset / factor, pair.First.Onset, 9));
    }

    [Fact]
    public void What_a_higher_speed_lifts_above_the_nyquist_frequency_does_not_fold_back()
    {
        var part = new SpeedChange { Factor = new(1.5, 1.5) };
        var recording = TestSounds.Recording(TestSounds.Tone(3400, 8000, 16000, 8000), 8000);

        var varied = part.Vary(recording, 8000);

        Assert.InRange(TestSounds.Decibels(TestSounds.Rms(varied.Samples.AsSpan(100, 10000)) / TestSounds.Rms(recording.Samples)), -200, -50);
    }

    [Theory]
    [InlineData("time-stretch", 8000)]
    [InlineData("time-stretch", 16000)]
    [InlineData("pitch-shift", 8000)]
    [InlineData("pitch-shift", 16000)]
    [InlineData("speed", 8000)]
    public void Onsets_stay_by_their_labels(string name, int sampleRate)
    {
        var recording = TestSounds.Recording(TestSounds.Bursts(Onsets, 3 * sampleRate, sampleRate), sampleRate, Events);
        var augmenter = new Augmenter(sampleRate, []);
        var recipe = AugmentationRecipe.Standard.Only(name).Always();
        for (var variant = 0; variant < 20; variant++)
        {
            var varied = augmenter.Vary(recording, recipe, 3, variant);
            Assert.Equal(Onsets.Length, varied.Events.Count);
            foreach (var labelled in varied.Events)
            {
                var heard = TestSounds.LoudestMoment(varied.Samples, labelled.Onset - 0.1, labelled.Onset + 0.1, sampleRate);
                Assert.InRange(heard - labelled.Onset, -0.008, 0.008);
            }
        }
    }

    [Fact]
    public void A_skip_moves_labels_and_drops_what_ended_in_it()
    {
        var part = new TimeShift { Seconds = new(1.25, 1.25) };
        var samples = TestSounds.Noise(1000, 24000, 5);
        var varied = part.Vary(TestSounds.Recording(samples, 8000, Events), 8000);

        Assert.Equal(samples[10000..], varied.Samples);
        Assert.Equal(1.75, varied.Seconds, 9);
        Assert.Equal(2, varied.Events.Count);
        Assert.Equal(-0.04, varied.Events[0].Onset, 9);
        Assert.Equal(0.06, varied.Events[0].Offset, 9);
        Assert.Equal(1.25, varied.Events[1].Onset, 9);
    }

    [Fact]
    public void At_most_half_is_skipped()
    {
        var part = new TimeShift { Seconds = new(60, 60) };

        Assert.Equal(1001, part.Vary(TestSounds.Recording(new short[2001], 8000), 8000).Samples.Length);
    }
}
