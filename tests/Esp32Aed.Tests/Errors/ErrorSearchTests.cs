using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Errors;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests.Errors;

public sealed class ErrorSearchTests
{
    private static readonly Model Model = SynthTraining.Trained.Model;

    [Fact]
    public void Every_error_is_found_and_nothing_else()
    {
        var search = KnownErrors.Search(100, KnownErrors.Recording);

        Assert.True(KnownErrors.Forgotten.Count >= 3, "too few events to rank");
        Assert.Equal(2, KnownErrors.Invented.Count);
        Assert.Equal(KnownErrors.Forgotten.Select(e => e.Onset).Order(), search.FalseAlarms.Select(clip => clip.Error.Onset).Order());
        Assert.Equal(KnownErrors.Invented.Select(e => e.Onset).Order(), search.Misses.Select(clip => clip.Error.Onset).Order());
        var counts = Assert.Single(search.Classes);
        Assert.Equal((2, KnownErrors.Forgotten.Count, 0), (counts.Misses, counts.FalseAlarms, counts.MissesAboveThreshold));
        Assert.Equal(KnownErrors.Found.Count - KnownErrors.Forgotten.Count, counts.Score.TruePositives);
    }

    [Fact]
    public void The_surest_mistakes_come_first_and_only_the_worst_are_kept()
    {
        var all = KnownErrors.Search(100, KnownErrors.Recording);
        var peaks = KnownErrors.Forgotten.Select(e => e.PeakLogit).OrderDescending().ToArray();
        Assert.Equal(peaks, all.FalseAlarms.Select(clip => clip.Error.Peak));
        Assert.Equal(all.Misses.Select(clip => clip.Error.Peak).Order(), all.Misses.Select(clip => clip.Error.Peak));

        var worst = KnownErrors.Search(1, KnownErrors.Sound with { Events = [] }, KnownErrors.Recording);
        Assert.Equal(KnownErrors.Found.Max(e => e.PeakLogit), Assert.Single(worst.FalseAlarms).Error.Peak);
        Assert.Equal(all.Misses[0].Error, Assert.Single(worst.Misses).Error);
        Assert.Equal(KnownErrors.Found.Count + KnownErrors.Forgotten.Count, worst.Classes[0].FalseAlarms);
    }

    [Fact]
    public void A_miss_has_the_best_score_within_the_collar()
    {
        var trace = ChainTrace.Of(Model, KnownErrors.Recording.Samples, TestContext.Current.CancellationToken);

        Assert.All(KnownErrors.Search(9, KnownErrors.Recording).Misses, clip =>
        {
            var near = trace.Scores[0].Where((_, hop) => Math.Abs(trace.TimeOf(0, hop) - clip.Error.Onset) < ErrorSearch.Collar);
            Assert.Equal(near.Max() / 256.0, clip.Error.Peak);
            Assert.True(clip.Error.Margin < 0);
        });
    }

    [Fact]
    public void An_event_labelled_too_late_is_seen_to_be_the_one_that_was_found()
    {
        var first = KnownErrors.Found.First(e => KnownErrors.Found.All(other => other == e || Math.Abs(other.Onset - e.Onset) > 1.2));
        LabelledEvent[] events = [.. KnownErrors.Found.Select(e => e == first ? new LabelledEvent(e.Onset + 0.4, e.Offset + 0.4, e.Label) : e.ToLabel())];

        var search = KnownErrors.Search(9, KnownErrors.Sound with { Events = events });

        Assert.Equal(-0.4, Assert.Single(search.Misses).Error.Nearest!.Value, 9);
        Assert.Equal(0.4, Assert.Single(search.FalseAlarms).Error.Nearest!.Value, 9);
        Assert.Equal(1, search.Classes[0].FalseAlarmsNearEvents);
    }

    [Fact]
    public void What_was_taken_for_another_class_is_named()
    {
        var alarm = KnownErrors.Forgotten[0];
        LabelledEvent[] events = [.. KnownErrors.Recording.Events, new LabelledEvent(alarm.Onset + 0.05, alarm.Offset, "drip")];

        var search = KnownErrors.Search(99, KnownErrors.Recording with { Events = events });

        Assert.Equal("drip", Assert.Single(search.FalseAlarms, clip => clip.Error.MistakenFor is not null).Error.MistakenFor);
        Assert.Equal(2, search.Misses.Count);
        Assert.Contains("labelled drip", ErrorText.Why(search.FalseAlarms.First(clip => clip.Error.Onset == alarm.Onset).Error), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_class_of_a_model_has_its_own_errors_unless_only_one_is_asked_for()
    {
        var twins = Model.Parse(ModelWriter.ToBytes(Model));
        (twins.Labels, twins.Logistic, twins.Decoders) = ([SynthTraining.Labels[0], "twin"], [twins.Logistic[0], twins.Logistic[0]], [twins.Decoders[0], twins.Decoders[0]]);
        var (both, twin) = (new ErrorSearch(twins, twins.Labels, 99), new ErrorSearch(twins, ["twin"], 99));
        both.Add(KnownErrors.Recording, TestContext.Current.CancellationToken);
        twin.Add(KnownErrors.Recording, TestContext.Current.CancellationToken);

        Assert.Equal([KnownErrors.Forgotten.Count, KnownErrors.Found.Count], both.Classes.Select(c => c.FalseAlarms));
        Assert.Equal([2, 0], both.Classes.Select(c => c.Misses));
        Assert.Equal("twin", Assert.Single(twin.Classes).Label);
        Assert.Equal(KnownErrors.Found.Count, twin.FalseAlarms.Count);
        Assert.Equal(KnownErrors.Found.Count - KnownErrors.Forgotten.Count, twin.FalseAlarms.Count(clip => clip.Error.MistakenFor == SynthTraining.Labels[0]));
    }

    [Fact]
    public void A_clip_is_the_sound_around_the_error_with_its_scores()
    {
        Assert.All(KnownErrors.Search(99, KnownErrors.Recording).FalseAlarms, shown =>
        {
            var clip = shown.Clip;
            var from = (int)Math.Round(clip.Start * 8000);
            Assert.Equal(KnownErrors.Sound.Samples[from..(from + clip.Samples.Length)], clip.Samples);
            Assert.InRange(clip.Seconds, 3, 3.04);
            Assert.InRange(shown.Error.Onset, clip.Start, clip.Start + clip.Seconds);
            Assert.Equal(clip.Samples.Length / 256, clip.LogMel.Count);
            Assert.All(clip.Scores, point => Assert.InRange(point.Time, clip.Start, clip.Start + clip.Seconds));

            // The score reaches the threshold just where the event is reported.
            var (time, score) = clip.Scores.MinBy(point => Math.Abs(point.Time - shown.Error.Onset));
            Assert.Equal(shown.Error.Onset, time, 0.0011);
            Assert.True(score >= clip.On);
            Assert.Contains(clip.Found, e => e.Onset == shown.Error.Onset);
        });
    }

    [Fact]
    public void Its_spectrogram_is_the_front_ends()
    {
        var clip = KnownErrors.Search(1, KnownErrors.Recording).FalseAlarms[0].Clip;
        var frontEnd = new FrontEnd(Model.FrontEnd, FirmwareKernels.Make()) { KeepsLogMel = true };
        var first = (int)Math.Round(clip.Start / clip.HopSeconds);
        var seen = new List<ushort[]>();
        for (var t = 0; t < first + clip.LogMel.Count; t++)
        {
            frontEnd.Compute(KnownErrors.Sound.Samples[(t * 256)..((t + 1) * 256)]);
            seen.Add(Array.ConvertAll(frontEnd.LogMel, value => (ushort)value));
        }

        Assert.Equal(seen.Skip(first), clip.LogMel);
        Assert.True(clip.LogMel.SelectMany(frame => frame).Distinct().Count() > 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Scores_are_what_the_decoder_compares(int smoothing)
    {
        var model = Model.Parse(ModelWriter.ToBytes(Model));
        model.Decoders[0].Smoothing = smoothing;

        var trace = ChainTrace.Of(model, KnownErrors.Sound.Samples, TestContext.Current.CancellationToken);

        Assert.NotEmpty(trace.Events);
        Assert.All(trace.Events, e =>
        {
            var from = trace.HopFrom(0, e.Onset - 0.002);
            var to = trace.HopFrom(0, e.Offset - 0.002);
            Assert.Equal(e.PeakLogit, trace.Scores[0].Skip(from).Take(to - from).Max() / 256.0);
        });
    }

    [Fact]
    public void Watching_the_chain_changes_nothing_in_what_it_finds() =>
        Assert.Equal(KnownErrors.Found, ChainTrace.Of(Model, KnownErrors.Sound.Samples, TestContext.Current.CancellationToken).Events);

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(9000)]
    public void A_recording_shorter_than_a_clip_is_shown_whole(int samples)
    {
        var recording = new TrainingRecording("short", "short", new short[samples], samples / 8000.0, [new LabelledEvent(0, samples / 8000.0, SynthTraining.Labels[0])]);

        var clip = Assert.Single(KnownErrors.Search(5, recording).Misses).Clip;

        Assert.Equal((0, samples), (clip.Start, clip.Samples.Length));
    }
}
