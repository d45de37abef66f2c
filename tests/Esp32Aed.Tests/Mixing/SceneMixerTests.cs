using Esp32Aed.Learning.Mixing;
using Esp32Aed.Sound.Synth;
using Xunit;

namespace Esp32Aed.Tests.Mixing;

public sealed class SceneMixerTests(MixFixture fixture) : IClassFixture<MixFixture>
{
    private const int Rate = MixFixture.Rate;
    private static readonly MixSettings Settings = new() { Seconds = 30, Snr = new(6, 6) };

    [Fact]
    public void Events_are_as_much_louder_than_the_background_as_asked()
    {
        var sources = fixture.Sources;

        for (ulong seed = 1; seed <= 10; seed++)
        {
            var scene = Mix(sources, seed);

            Assert.True(scene.Events.Count >= 5);
            var spans = scene.Events.Select(e => ((int)Math.Round(e.Onset * Rate), (int)Math.Round(e.Offset * Rate))).ToArray();
            var ratio = TestSounds.Decibels(Loudness.Over(scene.Foreground, spans, Rate) / Loudness.Over(scene.Background, spans, Rate));
            Assert.InRange(ratio, 5.5, 6.5);
        }
    }

    [Fact]
    public void The_sound_is_where_the_labels_are()
    {
        var scene = Mix(fixture.Sources, seed: 3);

        Assert.Equal(scene.Events.OrderBy(e => e.Onset), scene.Events);
        var audible = 0.01 * Level.Peak(scene.Foreground);
        for (var i = 0; i < scene.Foreground.Length; i++)
        {
            if (Math.Abs(scene.Foreground[i]) > audible)
            {
                var seconds = (double)i / Rate;
                Assert.Contains(scene.Events, e => seconds >= e.Onset - 0.003 && seconds <= e.Offset + 0.003);
            }
        }

        Assert.All(scene.Events, e =>
        {
            Assert.InRange(e.Offset - e.Onset, 0.2 / 1.14, 0.2 * 1.14);
            Assert.True(Level.Peak(scene.Foreground.AsSpan()[(int)(e.Onset * Rate)..(int)(e.Offset * Rate)]) > 0);
        });
    }

    [Fact]
    public void Distractors_have_no_labels_and_are_what_their_own_labels_mark()
    {
        var sources = MixFixture.Read(fixture.Folders with { Distractors = [fixture.PathOf("others")] });
        var mixer = new SceneMixer(Settings, sources);

        var with = mixer.Mix([], hasDistractors: true, new SynthRandom(4));
        var without = mixer.Mix([], hasDistractors: false, new SynthRandom(4));

        Assert.Empty(with.Events);
        Assert.All(without.Foreground, sample => Assert.Equal(0, sample));
        Assert.Equal(without.Background, with.Background);
        var heard = with.Foreground.Count(sample => sample != 0) / (double)Rate;
        var knocks = heard / 0.5;
        Assert.True(heard > 1);
        Assert.Equal(Math.Round(knocks), knocks, 0.05);
    }

    [Fact]
    public void A_background_in_digital_silence_still_gives_events_a_level()
    {
        fixture.Put("pausing/click.wav", [.. TestSounds.Noise(3000, 200, seed: 5), .. new short[30 * Rate]]);
        var sources = MixFixture.Read(fixture.Folders with { Backgrounds = [fixture.PathOf("pausing")] });

        var scene = Mix(sources, seed: 6);

        Assert.All(scene.Events, e => Assert.True(Level.Peak(scene.Foreground.AsSpan()[(int)(e.Onset * Rate)..(int)(e.Offset * Rate)]) > 0));
    }

    [Fact]
    public void Loud_scenes_do_not_clip()
    {
        var scene = new Scene([30000, -100], [10000, 0], []);

        Assert.Equal([(short)32000, (short)-80], scene.Mix());
    }

    [Fact]
    public void Blended_and_filtered_scenes_have_the_same_plan_and_level()
    {
        var plain = Mix(fixture.Sources, seed: 3);
        var blended = Mix(fixture.Sources, seed: 3, Settings with { BlendShare = 1 });
        var filtered = Mix(fixture.Sources, seed: 3, Settings with { FilterShare = 1 });

        foreach (var other in new[] { blended, filtered })
        {
            Assert.Equal(plain.Events, other.Events);
            Assert.NotEqual(plain.Background, other.Background);
            Assert.InRange(other.Background.Sum(sample => sample * sample) / plain.Background.Sum(sample => sample * sample), 0.7, 2.2);
            var spans = other.Events.Select(e => ((int)Math.Round(e.Onset * Rate), (int)Math.Round(e.Offset * Rate))).ToArray();
            Assert.InRange(TestSounds.Decibels(Loudness.Over(other.Foreground, spans, Rate) / Loudness.Over(other.Background, spans, Rate)), 5.5, 6.5);
        }

        // Noise through the drawn microphone is no longer white: neighbouring samples are alike, or opposed.
        Assert.InRange(Math.Abs(Likeness(plain.Background)), 0, 0.05);
        Assert.InRange(Math.Abs(Likeness(filtered.Background)), 0.1, 1);
    }

    private static double Likeness(double[] sound) => sound.Zip(sound.Skip(1), (a, b) => a * b).Sum() / sound.Sum(sample => sample * sample);

    private static Scene Mix(MixSources sources, ulong seed, MixSettings? settings = null) => new SceneMixer(settings ?? Settings, sources).Mix(sources.Events, hasDistractors: false, new SynthRandom(seed));
}
