using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class AugmenterTests
{
    private const int Rate = 8000;

    private static readonly AugmentationRecipe All = AugmentationRecipe.Standard.Always();

    private static readonly TrainingRecording Recording = SynthTraining.HeldOut[0];

    private static readonly Augmenter Augmenter = new(Rate, [TestSounds.Noise(500, 10 * Rate, 1), SynthTraining.HeldOut[3].Samples]);

    [Fact]
    public void A_variant_is_the_same_in_any_order_and_under_any_name()
    {
        var first = Augmenter.Vary(Recording, All, 7, 3);
        _ = Augmenter.Vary(SynthTraining.HeldOut[1], All, 7, 3);
        var again = new Augmenter(Rate, [TestSounds.Noise(500, 10 * Rate, 1), SynthTraining.HeldOut[3].Samples])
            .Vary(Recording with { Name = "elsewhere", Group = "other" }, All, 7, 3);

        Assert.Equal(first.Samples, again.Samples);
        Assert.Equal(first.Events, again.Events);
        Assert.Equal("elsewhere", again.Name);
        Assert.Equal("other", again.Group);
    }

    [Fact]
    public void Another_seed_or_number_or_recording_varies_otherwise()
    {
        var skip = AugmentationRecipe.Standard.Only("time-shift");
        int Length(TrainingRecording recording, ulong seed, int variant) => Augmenter.Vary(recording, skip, seed, variant).Samples.Length;

        var lengths = new[]
        {
            Length(Recording, 7, 3), Length(Recording, 8, 3), Length(Recording, 7, 4), Length(Recording, 4, 7), Length(SynthTraining.HeldOut[1], 7, 3),
        };

        Assert.Equal(lengths.Length, lengths.Distinct().Count());
    }

    [Fact]
    public void Every_machine_makes_these_samples()
    {
        var varied = Augmenter.Vary(TestSounds.Recording(TestSounds.Noise(3000, 4 * Rate, 11), Rate, new LabelledEvent(1, 1.5, "a")), All, 1, 0);

        Assert.Equal("497e08745a5e359e", Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(varied.Samples.AsSpan())))[..16]);
    }

    [Fact]
    public void A_part_left_out_leaves_the_draws_of_the_others()
    {
        var recipe = All.Only("background", "gain", "time-shift");

        var whole = Augmenter.Vary(Recording, recipe, 7, 1);
        var unshifted = Augmenter.Vary(Recording, recipe.Without("time-shift"), 7, 1);

        Assert.InRange(whole.Samples.Length, 1, Recording.Samples.Length - 1);
        Assert.Equal(unshifted.Samples[^whole.Samples.Length..], whole.Samples);
    }

    [Fact]
    public void A_part_is_applied_as_often_as_it_says()
    {
        var recording = TestSounds.Recording(TestSounds.Noise(1000, 1000, 1), Rate);
        var recipe = new AugmentationRecipe([new TimeShift { Probability = 0.3, Seconds = new(0.01, 0.01) }]);

        var applied = Enumerable.Range(0, 1000).Count(k => Augmenter.Vary(recording, recipe, 1, k).Samples.Length < 1000);

        Assert.InRange(applied, 255, 345);
    }

    [Fact]
    public void No_part_no_change()
    {
        var varied = Augmenter.Vary(Recording, AugmentationRecipe.Empty, 1, 0);

        Assert.Equal(Recording.Samples, varied.Samples);
        Assert.Equal(Recording.Events, varied.Events);
        Assert.Equal(Recording.Seconds, varied.Seconds);
    }

    [Fact]
    public void Gain_clips_and_rounds_like_the_board()
    {
        short[] samples = [0, 1, -1, 5, 15, -15, 8192, -8192, 8231, 8232, short.MaxValue, short.MinValue];
        foreach (var decibels in new[] { 12.0, -19.5, 3.5 })
        {
            var varied = new GainChange { Decibels = new(decibels, decibels) }.Vary(TestSounds.Recording(samples, Rate), Rate);

            Assert.Equal(Gain.Apply(samples, decibels), varied.Samples);
        }
    }

    [Fact]
    public void The_converter_clips_after_all_else()
    {
        var loud = TestSounds.Recording(TestSounds.Tone(500, 30000, Rate, Rate), Rate);
        GainChange[] gains = [new() { Decibels = new(20, 20) }];

        var varied = Augmenter.Vary(loud, new AugmentationRecipe([.. gains, new TimeShift { Seconds = new(0, 0) }]), 1, 0);

        Assert.Equal(short.MaxValue, varied.Samples.Max());
        Assert.Equal(short.MinValue, varied.Samples.Min());
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    public void Short_and_empty_recordings_are_no_fault(int sampleRate)
    {
        var augmenter = new Augmenter(sampleRate, [TestSounds.Noise(500, 300, 1), [1], [], TestSounds.Noise(500, 3000, 2)]);
        foreach (var length in new[] { 0, 1, 2, 3, 31, 127, 128, 129, 255, 256, 257, 600 })
        {
            var seconds = (double)length / sampleRate;
            var recording = TestSounds.Recording(TestSounds.Noise(3000, length, 3), sampleRate, new LabelledEvent(0, seconds, "a"));
            for (var variant = 0; variant < 8; variant++)
            {
                var varied = augmenter.Vary(recording, All, 1, variant);
                Assert.Equal((double)varied.Samples.Length / sampleRate, varied.Seconds, 12);
                Assert.InRange(varied.Samples.Length, length / 3, (length * 3 / 2) + 1);
                Assert.All(varied.Events, e => Assert.True(e.Onset <= e.Offset && e.Offset <= varied.Seconds && e.Onset < varied.Seconds));
            }
        }
    }

    [Fact]
    public void Silence_stays_silence()
    {
        var recording = TestSounds.Recording(new short[5000], Rate, new LabelledEvent(0.1, 0.2, "a"));
        for (var variant = 0; variant < 10; variant++)
        {
            Assert.All(Augmenter.Vary(recording, All, 1, variant).Samples, sample => Assert.Equal(0, sample));
        }
    }

    [Fact]
    public void Labels_beyond_the_end_are_cut_or_left_out()
    {
        var recording = TestSounds.Recording(
            TestSounds.Noise(1000, Rate, 1), Rate, new(0.9, 1.4, "a"), new(1, 1.1, "b"), new(5, 6, "c"), new(0.5, 0.5, "point"));

        var varied = Augmenter.Vary(recording, AugmentationRecipe.Empty, 1, 0);

        Assert.Equal([new(0.9, 1, "a"), new(0.5, 0.5, "point")], varied.Events);
        Assert.All(Enumerable.Range(0, 20), k => Assert.Equal(2, Augmenter.Vary(recording, All.Without("time-shift"), 1, k).Events.Count));
    }
}
