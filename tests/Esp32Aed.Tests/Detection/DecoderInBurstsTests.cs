using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The decoder on bursts that lie side by side, each with its approach and its tail: what it counts together is what it counts without a gap.</summary>
public sealed class DecoderInBurstsTests
{
    private const int Frames = 200000;

    [Theory]
    [InlineData(1, 0, 40, 0.004)]
    [InlineData(3, 4, 10, 0.015)]
    [InlineData(3, 4, 60, 0.004)]
    [InlineData(6, 2, 40, 0.004)]
    public void Counts_each_event_once_and_none_of_its_own(int minimumLength, int minimumGap, int window, double flicker)
    {
        var settings = new DecoderSettings { On = 300, Off = 200, MinimumLength = minimumLength, MinimumGap = minimumGap, SplitFall = 30000, SplitRise = 30000 };
        var logits = Events(seed: minimumLength);
        var whole = new Tally(1);
        var decoder = new EventDecoder(settings, 0, 256, 8000, 0, whole, null);
        Array.ForEach(logits, decoder.Push);
        decoder.Finish();

        var bursts = new Tally(1);
        var approach = minimumLength + minimumGap;
        var inBursts = new EventDecoder(settings, 0, 256, 8000, 0, bursts, null);
        for (var from = 0; from < Frames; from += window)
        {
            inBursts.Finish();
            inBursts.AwaitCounting();
            Push(inBursts, logits, from - approach, from);
            inBursts.StartCounting();
            Push(inBursts, logits, from, from + window);
            inBursts.StopCounting();
            Push(inBursts, logits, from + window, from + window + minimumLength);
        }

        inBursts.Finish();
        Assert.InRange(whole.CountOf(0), 4000, 14000);

        // Flicker between the thresholds just where a burst begins can be taken for an event that went on, or not.
        Assert.InRange(bursts.CountOf(0) / (double)whole.CountOf(0), 1 - flicker, 1 + flicker);
    }

    private static void Push(EventDecoder decoder, int[] logits, int from, int to)
    {
        for (var f = Math.Max(0, from); f < Math.Min(to, logits.Length); f++)
        {
            decoder.Push(logits[f]);
        }
    }

    /// <summary>Events of 1 to 20 frames with dips and flicker, at random.</summary>
    private static int[] Events(int seed)
    {
        var random = new Random(seed);
        var logits = new int[Frames];
        for (var f = 0; f < Frames;)
        {
            for (var quiet = random.Next(3, 25); quiet > 0 && f < Frames; quiet--)
            {
                logits[f++] = random.Next(30) == 0 ? random.Next(400) : random.Next(-500, 150);
            }

            for (var loud = random.Next(1, 20); loud > 0 && f < Frames; loud--)
            {
                logits[f++] = random.Next(8) == 0 ? random.Next(100, 300) : random.Next(280, 900);
            }
        }

        return logits;
    }
}
