using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The chain across gaps: bursts that lie side by side count together what the chain counts without gaps.</summary>
public sealed class StartAfreshTests
{
    private static readonly short[] Sound = TestModel.Bursts(120, seed: 11);

    [Theory]
    [InlineData(1, 0, 1, 2, 7)]
    [InlineData(1, 0, 3, 4, 40)]
    [InlineData(1, 0, 3, 4, 101)]
    [InlineData(4, 2, 3, 4, 10)]
    [InlineData(4, 2, 5, 0, 33)]
    public void Side_by_side_bursts_count_each_event_once(int context, int lookAhead, int minimumLength, int minimumGap, int windowHops)
    {
        var model = With(context, lookAhead, minimumLength, minimumGap);
        var whole = new DetectionChain(model, null);
        var hops = Sound.Length / model.HopLength;
        var start = 2 * whole.AfreshHops;
        var windows = (hops - start - whole.TailHops) / windowHops;
        Feed(whole, 0, start);
        whole.Finish();
        whole.StartAfresh();
        Feed(whole, start - whole.AfreshHops, start + (windows * windowHops));
        whole.StopCounting();
        Feed(whole, start + (windows * windowHops), start + (windows * windowHops) + whole.TailHops);
        whole.Finish();

        var bursts = new DetectionChain(model, null);
        Feed(bursts, 0, start);
        for (var w = 0; w < windows; w++)
        {
            var from = start + (w * windowHops);
            bursts.StartAfresh();
            Feed(bursts, from - bursts.AfreshHops, from + windowHops);
            bursts.StopCounting();
            Feed(bursts, from + windowHops, from + windowHops + bursts.TailHops);
        }

        bursts.Finish();
        Assert.Equal(whole.Tally.SamplesHeard, bursts.Tally.SamplesHeard);
        Assert.InRange(whole.Tally.CountOf(0), 40, 120);
        Assert.Equal(whole.Tally.CountOf(0), bursts.Tally.CountOf(0));
        Assert.Equal(whole.Tally.CountOf(1), bursts.Tally.CountOf(1));
    }

    [Fact]
    public void An_event_that_was_going_on_when_listening_began_does_not_count()
    {
        var chain = new DetectionChain(With(1, 0, 1, 2), null);
        Feed(chain, 0, 11);
        chain.StartAfresh();
        chain.Tally.Clear();
        Feed(chain, 13, 25);
        chain.Finish();
        Assert.Equal(0, chain.Tally.CountOf(0) + chain.Tally.CountOf(1));
        Assert.Equal((12 - chain.AfreshHops) * 256, chain.Tally.SamplesHeard);
    }

    [Fact]
    public void The_frames_that_still_hold_sound_from_before_the_gap_are_not_computed()
    {
        var model = With(1, 0, 1, 2);
        model.FrontEnd.HopLength = 64;
        var chain = new DetectionChain(model, null);
        Assert.Equal(3 + 3, chain.AfreshHops);
        var hop = new short[64];
        Array.Fill(hop, (short)20000);
        for (var i = 0; i < 50; i++)
        {
            chain.Accept(hop, 0);
        }

        var before = chain.FrontEnd.LogMel.ToArray();
        chain.StartAfresh();
        var other = TestModel.Bursts(1, 3);
        for (var i = 0; i < 3; i++)
        {
            chain.Accept(other, 3200 + (i * 64));
            Assert.Equal(before, chain.FrontEnd.LogMel);
        }

        chain.Accept(other, 3200 + (3 * 64));
        Assert.NotEqual(before, chain.FrontEnd.LogMel);
    }

    private static Model With(int context, int lookAhead, int minimumLength, int minimumGap)
    {
        var model = Model.Parse(TestModel.Bytes);
        var features = model.FrontEnd.FeatureCount;
        foreach (var weights in model.Logistic)
        {
            var all = new sbyte[context * features];
            weights.Weights.CopyTo(all, (context - 1 - lookAhead) * features);
            weights.Weights = all;
        }

        foreach (var decoder in model.Decoders)
        {
            decoder.MinimumLength = minimumLength;
            decoder.MinimumGap = minimumGap;
        }

        // Bursts repeat frames: the mean and the peak, which run on, would differ from those of the sound heard once.
        model.FrontEnd.MeanShift = 12;
        model.FrontEnd.HearingRange = short.MaxValue;
        model.FrontEnd.PeakFallShift = 15;
        model.Context = context;
        model.LookAhead = lookAhead;
        return model;
    }

    private static void Feed(DetectionChain chain, int fromHop, int toHop)
    {
        for (var h = fromHop; h < toHop; h++)
        {
            chain.Accept(Sound, h * 256);
        }
    }
}
