using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Esp32Aed.Sound.Synth;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class MixingTests
{
    private const int Rate = 8000;

    /// <summary>Events that overlap and touch, in a recording and a background whose levels change: the ratio holds in the spans alone.</summary>
    private static readonly LabelledEvent[] Events = [new(0.5, 0.9, "a"), new(0.7, 1.1, "b"), new(3, 3.25, "a"), new(3.25, 3.25, "a")];

    private static readonly short[] Samples = TestSounds.Noise(300, 4 * Rate, 1, riseDb: 30);

    public static TheoryData<double, bool, int> Mixes()
    {
        var data = new TheoryData<double, bool, int>();
        foreach (var snr in new[] { -5.0, 0, 10 })
        {
            data.Add(snr, true, 10 * Rate);
            data.Add(snr, false, 10 * Rate);
            data.Add(snr, true, Rate * 3 / 4);
            data.Add(snr, false, Rate * 3 / 4);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Mixes))]
    public void Backgrounds_are_mixed_at_the_asked_ratio(double snr, bool labelled, int backgroundLength)
    {
        var background = TestSounds.Noise(200, backgroundLength, 2, riseDb: 20);
        var recording = TestSounds.Recording(Samples, Rate, labelled ? Events : []);
        var recipe = new AugmentationRecipe([new BackgroundMix { SnrDecibels = new(snr, snr) }]);

        var varied = new Augmenter(Rate, [background]).Vary(recording, recipe, 1, 0);

        AssertRatio(snr, recording, varied);
        Assert.Equal(recording.Events, varied.Events);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(20, true)]
    [InlineData(0, false)]
    [InlineData(20, false)]
    public void Noise_is_mixed_at_the_asked_ratio(double snr, bool labelled)
    {
        var recording = TestSounds.Recording(Samples, Rate, labelled ? Events : []);

        AssertRatio(snr, recording, new ColouredNoise { SnrDecibels = new(snr, snr) }.Vary(recording, Rate));
    }

    [Theory]
    [InlineData(0, 8000)]
    [InlineData(-3, 8000)]
    [InlineData(-6, 16000)]
    [InlineData(3, 16000)]
    public void Noise_has_the_asked_colour(double slope, int sampleRate)
    {
        var recording = TestSounds.Recording(TestSounds.Tone(1000, 3000, 1 << 17, sampleRate), sampleRate);
        var part = new ColouredNoise { SnrDecibels = new(0, 0), DecibelsPerOctave = new(slope, slope) };

        var noise = Difference(part.Vary(recording, sampleRate), recording);

        var (power, binHertz) = TestSounds.Spectrum(noise, sampleRate);
        double Density(double hertz) => power.Where((_, bin) => bin * binHertz >= hertz / 1.2 && bin * binHertz <= hertz * 1.2).Average();
        for (var hertz = 100.0; hertz < sampleRate / 5; hertz *= 2)
        {
            Assert.Equal(slope, 10 * Math.Log10(Density(2 * hertz) / Density(hertz)), 1.0);
        }
    }

    [Fact]
    public void A_background_that_is_too_short_is_repeated_without_gaps_or_clicks()
    {
        var recording = TestSounds.Recording(Samples, Rate);
        var recipe = new AugmentationRecipe([new BackgroundMix { SnrDecibels = new(0, 0) }]);
        var background = TestSounds.Tone(50, 3000, 3001, Rate);
        var jump = background.Zip(background.Skip(1), (a, b) => Math.Abs(b - a)).Max() / TestSounds.Rms(background);

        var mixed = Difference(new Augmenter(Rate, [background]).Vary(recording, recipe, 1, 0), recording);

        var level = TestSounds.Rms(mixed);
        Assert.InRange(mixed.Zip(mixed.Skip(1), (a, b) => Math.Abs(b - a)).Max() / level, 0, 2 * jump);
        Assert.All(mixed.Chunk(Rate / 20), chunk => Assert.InRange(TestSounds.Decibels(TestSounds.Rms(chunk) / level), -6, 6));
    }

    [Fact]
    public void The_ratio_spreads_over_its_range_and_backgrounds_start_anywhere()
    {
        var recording = TestSounds.Recording(Samples, Rate, Events);
        var augmenter = new Augmenter(Rate, [TestSounds.Noise(2000, 60 * Rate, 3), TestSounds.Noise(2000, 60 * Rate, 4)]);
        var recipe = AugmentationRecipe.Standard.Only("background").Always();

        var variants = Enumerable.Range(0, 100).Select(k => augmenter.Vary(recording, recipe, 1, k)).ToList();
        var ratios = variants.ConvertAll(varied => RatioOf(recording, varied));

        Assert.InRange(ratios.Min(), 2.9, 7);
        Assert.InRange(ratios.Max(), 26, 30.1);
        Assert.Equal(100, variants.Select(varied => varied.Samples[0..100]).Distinct(new SameSamples()).Count());
    }

    [Fact]
    public void Silence_a_silent_background_none_and_the_recording_itself_add_nothing()
    {
        var recipe = new AugmentationRecipe([new BackgroundMix { SnrDecibels = new(0, 0) }]);
        var silence = TestSounds.Recording(new short[Rate], Rate, new LabelledEvent(0.1, 0.2, "a"));
        var recording = TestSounds.Recording(Samples, Rate, Events);

        Assert.Equal(silence.Samples, new Augmenter(Rate, [Samples]).Vary(silence, recipe, 1, 0).Samples);
        Assert.Equal(Samples, new Augmenter(Rate, [new short[100]]).Vary(recording, recipe, 1, 0).Samples);
        Assert.Equal(Samples, new Augmenter(Rate, [[], Samples]).Vary(recording, recipe, 1, 0).Samples);
        Assert.Equal(Samples, new Augmenter(Rate, []).Vary(recording, recipe, 1, 0).Samples);
    }

    private static void AssertRatio(double expected, TrainingRecording recording, TrainingRecording varied) =>
        Assert.Equal(expected, RatioOf(recording, varied), 0.1);

    private static double RatioOf(TrainingRecording recording, TrainingRecording varied)
    {
        var inSpan = new bool[recording.Samples.Length];
        foreach (var labelled in recording.Events)
        {
            inSpan.AsSpan((int)(labelled.Onset * Rate)..(int)(labelled.Offset * Rate)).Fill(true);
        }

        double Power(short[] sound) => Biquad.HighPass(100, Rate)
            .Filter(Array.ConvertAll(sound, sample => (double)sample))
            .Where((_, i) => recording.Events.Count == 0 || inSpan[i])
            .Sum(sample => sample * sample);
        return 10 * Math.Log10(Power(recording.Samples) / Power(Difference(varied, recording)));
    }

    private static short[] Difference(TrainingRecording a, TrainingRecording b) => [.. a.Samples.Zip(b.Samples, (x, y) => (short)(x - y))];

    private sealed class SameSamples : IEqualityComparer<short[]>
    {
        public bool Equals(short[]? x, short[]? y) => x!.SequenceEqual(y!);

        public int GetHashCode(short[] obj) => obj[0];
    }
}
