using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Sound cut into clips, each counted by the class that the judge says.</summary>
public sealed class ClipChainTests
{
    private const int ClipFrames = 20;
    private const int ClipSamples = ClipFrames * TestModel.HopLength;
    private static readonly Model Judged = Model.Parse(TestModel.Judged);

    [Fact]
    public void Each_clip_counts_once_for_its_class_and_what_is_left_for_none()
    {
        short[] sound = [.. Noise(isDull: true, 1), .. Noise(isDull: false, 2), .. Noise(isDull: false, 3), .. Noise(isDull: true, 4)];
        var found = Recordings.JudgeClips(Judged, sound.AsSpan()[..^1], ClipFrames);
        Assert.Equal([0, 1, 1, 0], found.Select(clip => Array.IndexOf(TestModel.Labels, clip.Label)));
        var clip = ClipSamples / (double)TestModel.SampleRate;
        Assert.Equal([0, clip, 2 * clip, 3 * clip], found.Select(f => f.Onset));
        Assert.Equal([clip, 2 * clip, 3 * clip, 4 * clip], found.Select(f => f.Offset));
        Assert.Equal(3, Recordings.JudgeClips(Judged, sound.AsSpan()[..^TestModel.HopLength], ClipFrames).Count);
    }

    [Fact]
    public void Time_counts_as_heard_with_the_clip_that_is_whole()
    {
        var chain = new ClipChain(Judged, null!, null!, ClipFrames);
        Play(chain, Noise(isDull: true, 1)[..^TestModel.HopLength]);
        Assert.Equal((0, 0L), (Counted(chain), chain.Tally.SamplesHeard));
        Play(chain, new short[TestModel.HopLength]);
        Assert.Equal((1, (long)ClipSamples), (Counted(chain), chain.Tally.SamplesHeard));
        Assert.Equal(chain.Logits.Max(), chain.Tally.MeanPeak);
    }

    [Fact]
    public void A_clip_that_a_gap_or_the_end_of_counting_cuts_short_counts_for_nothing()
    {
        var chain = new ClipChain(Judged, null!, null!, ClipFrames);
        var half = Noise(isDull: false, 1)[..(ClipSamples / 2)];
        Play(chain, half);
        chain.StartAfresh();
        Play(chain, half);
        Assert.Equal(0, Counted(chain));
        Play(chain, half[..((half.Length / 2) + (chain.AfreshHops * TestModel.HopLength))]);
        Assert.Equal(0, Counted(chain));
        Play(chain, half);
        Assert.Equal((0, 1), (chain.Tally.CountOf(0), chain.Tally.CountOf(1)));

        chain.StopCounting();
        Play(chain, Noise(isDull: true, 2));
        Play(chain, Noise(isDull: true, 3));
        chain.Finish();
        Assert.Equal((1, (long)ClipSamples), (Counted(chain), chain.Tally.SamplesHeard));

        chain.StartAfresh();
        Play(chain, new short[chain.AfreshHops * TestModel.HopLength]);
        Play(chain, Noise(isDull: true, 4));
        Assert.Equal((1, 1), (chain.Tally.CountOf(0), chain.Tally.CountOf(1)));
    }

    [Fact]
    public void A_class_that_stands_for_other_sounds_is_heard_and_not_counted()
    {
        var model = Model.Parse(TestModel.Judged);
        model.Decoders[0].On = short.MaxValue;
        var chain = new ClipChain(model, null!, null!, ClipFrames);
        Play(chain, Noise(isDull: true, 1));
        Assert.Equal((0, (long)ClipSamples), (Counted(chain), chain.Tally.SamplesHeard));
        Play(chain, Noise(isDull: false, 2));
        Assert.Equal(1, Counted(chain));
    }

    [Fact]
    public void Models_that_tell_no_clips_apart_and_clips_that_are_too_long_are_refused()
    {
        Assert.Equal(156, Judged.FramesOfClip(5));
        Assert.Equal(31, Judged.FramesOfClip(1));
        var none = Assert.Throws<ModelFormatException>(() => Model.Parse(TestModel.Bytes).FramesOfClip(5));
        Assert.Equal("it tells no clips apart; count events, or train a model on sounds with a class for each clip", none.Message);
        var endless = Assert.Throws<ModelFormatException>(() => Judged.FramesOfClip(300));
        Assert.Equal("a clip of 300 s has more than 8192 of its frames; make clips shorter", endless.Message);
    }

    private static int Counted(SoundChain chain) => chain.Tally.CountOf(0) + chain.Tally.CountOf(1);

    private static void Play(SoundChain chain, short[] samples)
    {
        for (var at = 0; at < samples.Length; at += TestModel.HopLength)
        {
            chain.Accept(samples, at);
        }
    }

    // Bursts, for what goes on becomes the place's own spectrum.
    private static short[] Noise(bool isDull, int seed)
    {
        var random = new Random(seed);
        double dull = 0, before = 0;
        return [.. Enumerable.Range(0, ClipSamples).Select(i =>
        {
            var noise = (2 * random.NextDouble()) - 1;
            dull += 0.1 * (noise - dull);
            var bright = noise - before;
            before = noise;
            return (short)(i % 2048 >= 1024 ? 20 * noise : isDull ? 20000 * dull : 4000 * bright);
        })];
    }
}
