using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The whole chain, with the model that is shipped and one trained on synthetic bubbles.</summary>
public sealed class DetectionChainTests
{
    private const int Seconds = 60;
    private static readonly Model Trained = SynthTraining.Trained.Model;
    private static readonly Model Shipped = ModelFile.Read(Path.Combine(RealData.Repository, "models", "cough"));
    private static readonly int Length = Seconds * Trained.SampleRate;

    public static TheoryData<string, short[]> Eventless => new()
    {
        { "silence", new short[Length] },
        { "a constant at the top", Constant(short.MaxValue) },
        { "a constant at the bottom", Constant(short.MinValue) },
        { "all clipped", Sound(i => i / 4 % 2 == 0 ? short.MaxValue : short.MinValue) },
        { "an offset", Constant(1500) },
        { "3 LSB of noise", Noise(3, 0) },
        { "3 LSB of noise on an offset", Noise(3, -4000) },
        { "full-scale noise", Noise(32767, 0) },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Eventless))]
    public void Sound_without_events_gives_none(string what, short[] samples)
    {
        var found = Recordings.Detect(Shipped, samples);

        Assert.True(found.Count == 0, $"{what}: {string.Join(", ", found)}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Nothing_is_allocated_per_frame(int sink)
    {
        foreach (var model in new[] { Trained, SmallModels.Make() })
        {
            var counting = new CountingSink();
            var chain = new DetectionChain(model, sink == 0 ? null : counting);
            var sound = SynthTraining.HeldOut[0].Samples;
            var hops = sound.Length / model.HopLength;
            Accept(hops);

            var before = GC.GetAllocatedBytesForCurrentThread();
            Accept(10_000);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.Equal(0, allocated);
            Assert.Equal(sink == 0 ? 0 : chain.Tally.CountOf(0), counting.Events);
            Assert.True(model != Trained || chain.Tally.CountOf(0) > 0);

            void Accept(int count)
            {
                for (var t = 0; t < count; t++)
                {
                    chain.Accept(sound, t % hops * model.HopLength);
                }
            }
        }
    }

    [Fact]
    public void The_same_sound_gives_the_same_events() =>
        Assert.Equal(Recordings.Detect(Trained, SynthTraining.HeldOut[0].Samples), Recordings.Detect(Trained, SynthTraining.HeldOut[0].Samples));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Bytes_of_the_driver_and_samples_give_the_same_logits(int channel)
    {
        var sound = SynthTraining.HeldOut[0].Samples;
        var bytes = new byte[sound.Length * StereoBytes.BytesPerFrame];
        for (var i = 0; i < sound.Length; i++)
        {
            bytes[(4 * i) + (2 * channel)] = (byte)sound[i];
            bytes[(4 * i) + (2 * channel) + 1] = (byte)(sound[i] >> 8);
            bytes[(4 * i) + (2 * (1 - channel))] = (byte)i;
        }

        var (ofSamples, ofBytes) = (new DetectionChain(Trained, null), new DetectionChain(Trained, null));
        var hop = new short[Trained.HopLength];
        for (var at = 0; at + hop.Length <= sound.Length; at += hop.Length)
        {
            StereoBytes.ToSamples(bytes, at * StereoBytes.BytesPerFrame, channel, hop, 0, hop.Length);
            ofBytes.Accept(hop, 0);
            ofSamples.Accept(sound, at);
            Assert.Equal(ofSamples.Logits, ofBytes.Logits);
        }

        Assert.True(ofSamples.Tally.CountOf(0) > 0);
        Assert.Equal(ofSamples.Tally.CountOf(0), ofBytes.Tally.CountOf(0));
    }

    [Fact]
    public void The_tally_hears_every_sample_and_the_sink_every_event()
    {
        var sink = new CountingSink();
        var chain = new DetectionChain(Trained, sink);
        var sound = SynthTraining.HeldOut[0].Samples;
        var hops = sound.Length / Trained.HopLength;
        for (var t = 0; t < hops; t++)
        {
            chain.Accept(sound, t * Trained.HopLength);
        }

        chain.Finish();

        Assert.Equal((long)hops * Trained.HopLength, chain.Tally.SamplesHeard);
        Assert.Equal(sink.Events, chain.Tally.CountOf(0));
        Assert.True(sink.Events > 0);
    }

    [Fact]
    public void After_the_settling_silence_finishing_adds_nothing()
    {
        var chain = new DetectionChain(Trained, null);
        var sound = SynthTraining.HeldOut[0].Samples;

        // Cut where an event has just begun, as early and as late in it as may be.
        foreach (var after in new[] { 0.03, 0.1, 0.2, 0.4 })
        {
            var end = (int)((SynthTraining.HeldOut[0].Events[^1].Onset + after) * Trained.SampleRate);
            for (var at = 0; at + Trained.HopLength <= end; at += Trained.HopLength)
            {
                chain.Accept(sound, at);
            }

            for (var t = 0; t < chain.SettleFrames; t++)
            {
                chain.Accept(new short[Trained.HopLength], 0);
            }

            var before = chain.Tally.CountOf(0);
            chain.Finish();
            Assert.Equal(before, chain.Tally.CountOf(0));
        }
    }

    /// <summary>With a bias above its threshold the model always hears its event, except in lasting silence.</summary>
    [Fact]
    public void Lasting_silence_ends_every_event_and_time_goes_on_through_it()
    {
        var model = SmallModels.Make();
        (model.Logistic[0].Bias, model.Logistic[0].Weights) = (400_000, new sbyte[15]);
        var events = new EventCollector(model.Labels);
        var chain = new DetectionChain(model, events);

        Accept(20, 1000);
        Assert.Equal(0, chain.Tally.CountOf(0));
        Accept(chain.SettleFrames, 0);
        Assert.Equal(1, chain.Tally.CountOf(0));
        Accept(5000, 0);
        Assert.Equal(1, chain.Tally.CountOf(0));
        Accept(20, 1000);
        Accept(chain.SettleFrames, 0);

        Assert.Equal(2, chain.Tally.CountOf(0));
        var resumed = ((20 + chain.SettleFrames + 5000 - model.LookAhead) * model.HopLength / 8.0) + model.Decoders[0].ShiftMs;
        Assert.Equal(resumed / 1000, events.InOrder()[1].Onset, 3);

        void Accept(int hops, short level)
        {
            for (var t = 0; t < hops; t++)
            {
                chain.Accept([.. Enumerable.Range(0, model.HopLength).Select(i => i % 5 < 2 ? level : (short)0)], 0);
            }
        }
    }

    private static short[] Sound(Func<int, short> sample) => [.. Enumerable.Range(0, Length).Select(sample)];

    private static short[] Constant(short value) => Sound(_ => value);

    private static short[] Noise(int level, int offset)
    {
        var random = new Random(level);
        return Sound(_ => (short)(offset + random.Next(-level, level + 1)));
    }

    private sealed class CountingSink : IEventSink
    {
        public int Events { get; private set; }

        public void OnEvent(int classIndex, long onsetMs, long offsetMs, int peakLogit) => Events++;
    }
}
