using Esp32Aed.Learning.Evaluation;
using Xunit;

namespace Esp32Aed.Tests.Evaluation;

public class GoldenTests
{
    private const double None = double.NaN;

    [Theory]
    [InlineData("greedy-fails", "cough", 2, 0, 2, 2, 1.0, 1.0, 1.0)]
    [InlineData("collar", "cough", 4, 1, 6, 6, 4.0 / 6, 4.0 / 6, 4.0 / 6)]
    [InlineData("empty-reference", "cough", 0, 0, 0, 2, 0.0, None, None)]
    [InlineData("empty-estimate", "cough", 0, 0, 2, 0, None, 0.0, None)]
    [InlineData("both-empty", "cough", 0, 0, 0, 0, None, None, None)]
    [InlineData("all-missed", "cough", 0, 0, 1, 1, 0.0, 0.0, 0.0)]
    [InlineData("touching", "cough", 1, 1, 3, 1, 1.0, 1.0 / 3, 1.0 / 2)]
    [InlineData("segments", "cough", 1, 1, 4, 3, 1.0 / 3, 1.0 / 4, 2.0 / 7)]
    [InlineData("two-classes", "cough", 1, 1, 2, 1, 1.0, 1.0 / 2, 2.0 / 3)]
    [InlineData("two-classes", "knock", 1, 1, 1, 2, 1.0 / 2, 1.0, 2.0 / 3)]
    public void Events(string name, string label, int matched200, int matched100, int reference, int estimated, double precision, double recall, double f1)
    {
        var truth = Golden.Spans(Golden.Reference(name), label);
        var found = Golden.Spans(Golden.Estimate(name), label);
        var score = new Score(EventMatching.Match(truth, found, 0.2).Count, truth.Length, found.Length);

        Assert.Equal(new Score(matched200, reference, estimated), score);
        Assert.Equal(matched100, EventMatching.Match(truth, found, 0.1).Count);
        Assert.Equal(precision, score.Precision, 12);
        Assert.Equal(recall, score.Recall, 12);
        Assert.Equal(f1, score.F1, 12);
    }

    [Theory]
    [InlineData("greedy-fails", "cough", 1, 1, 2)]
    [InlineData("collar", "cough", 5, 5, 5)]
    [InlineData("empty-reference", "cough", 0, 0, 2)]
    [InlineData("empty-estimate", "cough", 0, 2, 0)]
    [InlineData("both-empty", "cough", 0, 0, 0)]
    [InlineData("all-missed", "cough", 0, 1, 1)]
    [InlineData("touching", "cough", 2, 2, 2)]
    [InlineData("segments", "cough", 1, 4, 4)]
    [InlineData("two-classes", "cough", 1, 2, 1)]
    [InlineData("two-classes", "knock", 1, 1, 2)]
    public void Segments(string name, string label, int both, int reference, int estimated)
    {
        var truth = Golden.Spans(Golden.Reference(name), label);
        var found = Golden.Spans(Golden.Estimate(name), label);

        Assert.Equal(new Score(both, reference, estimated), SegmentMetrics.Compare(truth, found, Golden.SecondsOf(name)));
    }

    [Fact]
    public void All_in_one_report()
    {
        var report = new EvaluationReport(["cough"]);
        foreach (var (name, seconds) in Golden.Cases)
        {
            report.Add(Golden.Reference(name), Golden.Estimate(name), seconds);
        }

        var cough = Assert.Single(report.Classes);
        Assert.Equal(9, report.Recordings);
        Assert.Equal(0.84, report.Minutes, 12);
        Assert.Equal(("cough", 20, 16), (cough.Label, cough.TrueCount, cough.FoundCount));
        Assert.Equal(9.0 / 16, cough.Precision, 12);
        Assert.Equal(9.0 / 20, cough.Recall, 12);
        Assert.Equal(18.0 / 36, cough.EventF1At200Ms, 12);
        Assert.Equal(8.0 / 36, cough.EventF1At100Ms, 12);
        Assert.Equal(20.0 / 34, cough.SegmentF1, 12);
        Assert.Equal(8.0 / 9, cough.CountMaePerFile, 12);
        Assert.Equal(15, cough.FalsePositivesPerMinute, 12);
        Assert.Equal(19.048, cough.Rate.PerMinute, 3);
        Assert.Equal(11.72, cough.Rate.Low, 0.01);
        Assert.Equal(30.95, cough.Rate.High, 0.01);
    }

    [Fact]
    public void Micro_average_adds_counts_of_classes()
    {
        var report = new EvaluationReport(["knock", "cough"]);
        report.Add(Golden.Reference("two-classes"), Golden.Estimate("two-classes"), 8);

        Assert.Equal(["knock", "cough"], report.Classes.Select(c => c.Label));
        Assert.Equal(new Score(2, 3, 3), report.OverallEventsAt200Ms);
        Assert.Equal(new Score(2, 3, 3), report.OverallEventsAt100Ms);
        Assert.Equal(new Score(2, 3, 3), report.OverallSegments);
        Assert.Equal(2.0 / 3, report.OverallEventsAt200Ms.F1, 12);
    }

    [Fact]
    public void Without_recordings_ratios_are_undefined()
    {
        var cough = Assert.Single(new EvaluationReport(["cough"]).Classes);

        Assert.Equal((0, 0), (cough.TrueCount, cough.FoundCount));
        Assert.All(
            [cough.EventF1At200Ms, cough.SegmentF1, cough.CountMaePerFile, cough.FalsePositivesPerMinute, cough.Rate.PerMinute, cough.Rate.Low, cough.Rate.High, cough.RateWithin10Percent, cough.BeatWithin10Percent],
            value => Assert.True(double.IsNaN(value)));
    }
}
