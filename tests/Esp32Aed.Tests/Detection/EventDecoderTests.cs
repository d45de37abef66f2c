using Esp32Aed.Detection;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Logits written by hand; a frame is a millisecond, so times are frame numbers. On is 100 and off 50.</summary>
public sealed class EventDecoderTests
{
    private static readonly DecoderSettings Plain = With(_ => { });

    [Fact]
    public void Starts_at_on_and_ends_before_the_first_below_off() =>
        AssertEvents(Plain, [0, 99, 100, 60, 50, 49, 99, 0], (2, 5, 100));

    [Fact]
    public void The_peak_is_the_largest_logit() => AssertEvents(Plain, [100, 170, 60, 165, 0], (0, 4, 170));

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 0)]
    public void An_event_of_the_minimum_length_counts_and_a_shorter_one_does_not(int minimum, int events) =>
        Assert.Equal(events, Decode(With(d => d.MinimumLength = minimum), [0, 120, 120, 120, 0, 0]).Length);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void A_start_less_than_the_minimum_gap_after_the_end_continues(int gap, int events)
    {
        // Ends before frame 2, starts again at 4: a gap of 2 frames.
        var found = Decode(With(d => d.MinimumGap = gap), [120, 120, 0, 0, 130, 130, 0, 0, 0, 0]);

        Assert.Equal(events, found.Length);
        Assert.Equal((0L, 6L, 130), (found[0].Onset, found[^1].Offset, found[^1].Peak));
    }

    [Fact]
    public void A_continued_event_keeps_the_peak_of_its_first_part() =>
        AssertEvents(With(d => d.MinimumGap = 3), [120, 190, 0, 0, 130, 0, 0, 0], (0, 5, 190));

    [Fact]
    public void Three_parts_with_short_gaps_are_one_event() =>
        AssertEvents(With(d => d.MinimumGap = 3), [120, 0, 0, 120, 0, 0, 120, 0, 0, 0], (0, 7, 120));

    /// <summary>The gap is not a valley of the event: what continues is split only where it falls and rises again itself.</summary>
    [Fact]
    public void A_continued_event_is_not_split_at_the_gap_that_it_bridges() =>
        AssertEvents(
            With(d => (d.MinimumGap, d.SplitFall, d.SplitRise) = (3, 40, 40)),
            [120, 400, 300, 0, 110, 400, 0, 0, 0, 0],
            (0, 6, 400));

    [Fact]
    public void A_part_too_short_to_count_does_not_bridge_a_gap() =>
        AssertEvents(
            With(d => (d.MinimumGap, d.MinimumLength) = (3, 2)),
            [120, 120, 0, 0, 0, 120, 0, 120, 120, 0, 0, 0, 0],
            (0, 2, 120), (7, 9, 120));

    [Fact]
    public void Touching_events_are_split_at_the_bottom_of_the_valley() =>
        AssertEvents(With(d => (d.SplitFall, d.SplitRise) = (50, 40)), [150, 200, 160, 140, 150, 181, 190, 0], (0, 3, 200), (3, 7, 190));

    [Theory]
    [InlineData(60, 40, 2)]
    [InlineData(61, 40, 1)]
    [InlineData(60, 41, 1)]
    public void A_split_needs_its_fall_and_its_rise(int fall, int rise, int events) =>
        Assert.Equal(events, Decode(With(d => (d.SplitFall, d.SplitRise) = (fall, rise)), [150, 200, 140, 180, 0]).Length);

    [Fact]
    public void A_new_peak_closes_a_shallow_valley() =>
        AssertEvents(With(d => (d.SplitFall, d.SplitRise) = (50, 20)), [150, 110, 210, 170, 195, 0], (0, 5, 210));

    [Fact]
    public void Four_touching_events() =>
        AssertEvents(
            With(d => (d.SplitFall, d.SplitRise) = (50, 50)),
            [200, 140, 200, 140, 200, 140, 200, 0],
            (0, 1, 200), (1, 3, 200), (3, 5, 200), (5, 7, 200));

    [Fact]
    public void Times_are_shifted_and_start_at_zero()
    {
        AssertEvents(With(d => d.ShiftMs = 7), [0, 0, 120, 0], (9, 10, 120));
        AssertEvents(With(d => d.ShiftMs = -3), [0, 0, 120, 120, 120, 0], (0, 2, 120));
        AssertEvents(With(d => d.ShiftMs = -100), [0, 0, 120, 120, 120, 0], (0, 1, 120));
    }

    [Fact]
    public void The_first_logits_may_be_about_frames_before_the_sound()
    {
        var events = new Sink();
        var decoder = new EventDecoder(Plain, 0, 1, 1000, -3, new Tally(1), events);
        foreach (var logit in new[] { 0, 120, 120, 0, 120, 0, 0 })
        {
            decoder.Push(logit);
        }

        Assert.Equal([(0, 1, 120), (1, 2, 120)], events.Found);
    }

    [Fact]
    public void Times_are_milliseconds_of_hops()
    {
        var events = new Sink();
        var decoder = new EventDecoder(Plain, 0, 256, 8000, 0, new Tally(1), events);
        for (var t = 0; t < 10_000_000; t++)
        {
            decoder.Push(t is 2 or 9_000_000 ? 120 : 0);
        }

        Assert.Equal([(64, 96, 120), (288_000_000, 288_000_032, 120)], events.Found);
    }

    [Fact]
    public void Finish_ends_an_open_event_and_reports_a_pending_one_once()
    {
        AssertEvents(Plain, [0, 120, 130], (1, 3, 130));
        AssertEvents(With(d => d.MinimumGap = 100), [120, 120, 0, 0], (0, 2, 120));
        AssertEvents(With(d => d.MinimumLength = 3), [0, 120, 130]);
    }

    [Fact]
    public void An_event_is_out_once_its_gap_is_over()
    {
        var (events, tally) = (new Sink(), new Tally(2));
        var decoder = new EventDecoder(With(d => d.MinimumGap = 3), 1, 1, 1000, 0, tally, events);
        var counts = new List<int>();
        foreach (var logit in new[] { 120, 0, 0, 0, 0, 0 })
        {
            decoder.Push(logit);
            counts.Add(tally.CountOf(1));
        }

        Assert.Equal([0, 0, 0, 0, 1, 1], counts);
        Assert.Equal(0, tally.CountOf(0));
        Assert.Single(events.Found);
    }

    [Fact]
    public void Whatever_the_logits_events_are_in_order_apart_long_enough_and_counted() =>
        Prop.ForAll(
            (from gap in Gen.Choose(0, 5)
             from length in Gen.Choose(0, 4)
             from split in Gen.Elements(1, 50, 30000)
             from logits in Gen.Choose(-150, 300).ArrayOf()
             select (gap, length, split, logits)).ToArbitrary(),
            test =>
            {
                var found = Decode(With(d => (d.MinimumGap, d.MinimumLength, d.SplitFall, d.SplitRise) = (test.gap, test.length, test.split, test.split)), test.logits);
                Assert.All(found, e => Assert.True(e.Offset - e.Onset >= Math.Max(test.length, 1)));
                Assert.All(found.Skip(1).Zip(found), pair => Assert.True(pair.First.Onset >= pair.Second.Offset));
                Assert.All(found, e => Assert.Equal(test.logits[(int)e.Onset..(int)e.Offset].Max(), e.Peak));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true));

    [Fact]
    public void Smoothed_logits_move_by_a_part_of_their_distance()
    {
        // From the off threshold, 50, by half: 25, 512, 256, 128, 64, 32.
        var smooth = With(d => (d.On, d.Off, d.Smoothing) = (300, 50, 1));

        AssertEvents(smooth, [0, 1000, 0, 0, 0, 0], (1, 5, 512));
    }

    [Fact]
    public void Logits_beyond_any_threshold_are_smoothed_as_16_bit_values()
    {
        var smooth = With(d => d.Smoothing = 1);

        // 50, 16408.5, 24587.75, -4090.2.
        AssertEvents(smooth, [1 << 30, 1 << 30, -(1 << 30)], (0, 2, 24587));
    }

    private static DecoderSettings With(Action<DecoderSettings> change)
    {
        var settings = new DecoderSettings { On = 100, Off = 50, MinimumLength = 1, MinimumGap = 1, SplitFall = 30000, SplitRise = 30000 };
        change(settings);
        return settings;
    }

    private static void AssertEvents(DecoderSettings settings, int[] logits, params (long Onset, long Offset, int Peak)[] expected) =>
        Assert.Equal(expected, Decode(settings, logits));

    private static (long Onset, long Offset, int Peak)[] Decode(DecoderSettings settings, int[] logits)
    {
        var (events, tally) = (new Sink(), new Tally(1));
        var decoder = new EventDecoder(settings, 0, 1, 1000, 0, tally, events);
        foreach (var logit in logits)
        {
            decoder.Push(logit);
        }

        decoder.Finish();
        decoder.Finish();
        Assert.Equal(events.Found.Count, tally.CountOf(0));
        return [.. events.Found];
    }

    private sealed class Sink : IEventSink
    {
        public List<(long Onset, long Offset, int Peak)> Found { get; } = [];

        public void OnEvent(int classIndex, long onsetMs, long offsetMs, int peakLogit) => Found.Add((onsetMs, offsetMs, peakLogit));
    }
}
