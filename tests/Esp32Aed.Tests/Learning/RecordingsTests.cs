using Esp32Aed.Learning;
using Esp32Aed.Learning.Evaluation;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class RecordingsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    public void The_last_hop_may_be_filled_in_part(int samples, int hops) => Assert.Equal(hops, Recordings.HopsOf(samples, 4));

    [Fact]
    public void What_lies_beyond_the_end_is_silence()
    {
        short[] hop = [9, 9, 9, 9];
        Recordings.CopyHop([1, 2, 3, 4, 5, 6], 1, hop);
        Assert.Equal([5, 6, 0, 0], hop);

        hop = [9, 9, 9, 9];
        Recordings.CopyHop([1, 2, 3, 4, 5, 6], int.MaxValue, hop);
        Assert.Equal([0, 0, 0, 0], hop);
    }

    [Fact]
    public void Sounds_of_no_and_of_one_sample_have_no_events()
    {
        Assert.Empty(Recordings.Detect(SynthTraining.Trained.Model, []));
        Assert.Empty(Recordings.Detect(SynthTraining.Trained.Model, [short.MaxValue]));
    }

    [Fact]
    public void An_event_at_the_very_end_is_found()
    {
        var whole = SynthTraining.HeldOut[0];
        var last = Recordings.Detect(SynthTraining.Trained.Model, whole.Samples)[^1];

        var cut = Recordings.Detect(SynthTraining.Trained.Model, whole.Samples.AsSpan(0, (int)((last.Onset + 0.2) * 8000)));

        Assert.Single(EventMatching.Match([(last.Onset, last.Offset)], [.. cut.Select(e => (e.Onset, e.Offset))], 0.1));
    }

    [Fact]
    public void Progress_rises_and_a_stop_is_heeded()
    {
        var told = new List<double>();
        Recordings.Detect(SmallModels.Make(), new short[300_000], new Teller(told.Add));
        Assert.True(told.Count > 1);
        Assert.Equal(told.Order(), told);
        Assert.InRange(told[^1], 0.5, 1);

        Assert.Throws<OperationCanceledException>(() => Recordings.Detect(SmallModels.Make(), new short[100], null, new CancellationToken(true)));
    }

    private sealed class Teller(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
