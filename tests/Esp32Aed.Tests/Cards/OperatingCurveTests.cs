using System.Globalization;
using Esp32Aed.Learning.Cards;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests.Cards;

/// <summary>The curve in card and picture, against the tuner's own.</summary>
public sealed class OperatingCurveTests
{
    private static readonly IReadOnlyList<ScoredRecording> HeldOut = Noisy();
    private static readonly TrainingResult Result = ResultOf(HeldOut, OperatingGoal.BestF1);

    [Fact]
    public void The_curve_is_the_tuners_and_the_chosen_point_the_models()
    {
        var curve = Assert.Single(OperatingCurve.Of(Result));

        var expected = Expected();
        Assert.Equal("bubble", curve.Label);
        Assert.Equal(expected, curve.Points);
        Assert.Equal(SynthTraining.Trained.Model.Decoders[0].On / 256.0, curve.Chosen.On);
        Assert.Contains(curve.Chosen, expected);
        Assert.True(curve.HasNegatives);
        Assert.True(expected.Select(point => point.FalseAlarmsPerHour).Distinct().Count() > 5);
        Assert.Empty(OperatingCurve.Of(Result with { Validation = null }));
    }

    [Fact]
    public void The_picture_shows_every_point_and_marks_the_chosen_one()
    {
        var curves = OperatingCurve.Of(Result);
        var chart = new ChartReader(OperatingCurvePicture.Write(curves)!);

        var (recall, f1) = (chart.Lines[0], chart.Lines[1]);
        Assert.Equal(Expected().Count, recall.Count);
        foreach (var (point, i) in Expected().Select((point, i) => (point, i)))
        {
            AssertAt(chart, point.FalseAlarmsPerHour, point.Recall, recall[i]);
            AssertAt(chart, point.FalseAlarmsPerHour, point.MeanF1, f1[i]);
        }

        AssertAt(chart, curves[0].Chosen.FalseAlarmsPerHour, curves[0].Chosen.Recall, Assert.Single(chart.Dots));
        Assert.Null(OperatingCurvePicture.Write([]));
    }

    [Fact]
    public void Many_classes_have_a_line_and_a_dot_each()
    {
        var curve = OperatingCurve.Of(Result)[0];

        var chart = new ChartReader(OperatingCurvePicture.Write([.. Enumerable.Range(0, 10).Select(c => curve with { Label = $"class {c}" })])!);

        Assert.Equal((10, 10), (chart.Lines.Count, chart.Dots.Count));
        Assert.All(Enumerable.Range(0, 10), c => Assert.Contains(chart.Texts, text => text.StartsWith($"class {c}: recall", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_cards_table_holds_the_tuners_figures()
    {
        var rows = Rows(Card(Result));

        Assert.InRange(rows.Length, 5, 7);
        foreach (var row in rows)
        {
            var point = Expected().Single(point => point.On == Figure(row[1]));
            Assert.Equal("bubble", row[0]);
            Assert.Equal(point.Recall, Figure(row[2]), 0.00051);
            Assert.Equal(point.FalseAlarmsPerHour, Figure(row[3]), 0.051);
            Assert.Equal(point.MeanF1, Figure(row[4]), 0.00051);
            Assert.Equal(100 * point.Bias, Figure(row[5].TrimEnd('%', ' ')), 0.051);
        }

        Assert.Equal(SynthTraining.Trained.Model.Decoders[0].On / 256.0, Figure(Assert.Single(rows, row => row[6] is "chosen")[1]));
    }

    [Fact]
    public void The_card_says_how_the_point_was_chosen()
    {
        Assert.Contains("Chosen: the largest F1. ", Card(Result), StringComparison.Ordinal);
        Assert.Contains("Chosen: the least count bias", Card(ResultOf(HeldOut, OperatingGoal.LeastBias)), StringComparison.Ordinal);
        Assert.Contains("no more than 1000000 false alarms an hour", Card(ResultOf(HeldOut, OperatingGoal.AtMost(1e6))), StringComparison.Ordinal);
        Assert.DoesNotContain("No settings keep", Card(ResultOf(HeldOut, OperatingGoal.AtMost(1e6))), StringComparison.Ordinal);

        var most = OperatingCurve.Of(Result)[0].Chosen.FalseAlarmsPerHour - 1;
        Assert.Contains("No settings keep bubble to", Card(ResultOf(HeldOut, OperatingGoal.AtMost(most))), StringComparison.Ordinal);

        ScoredRecording[] allWithEvents = [.. HeldOut.Where(recording => recording.Events.Count > 0)];
        Assert.Contains("Every recording has events of bubble", Card(ResultOf(allWithEvents, OperatingGoal.BestF1)), StringComparison.Ordinal);
        Assert.DoesNotContain("Every recording has events", Card(Result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(32)]
    public void A_table_shows_five_to_seven_thresholds_around_the_chosen_one(int chosen)
    {
        OperatingPoint[] points = [.. Enumerable.Range(0, 33).Select(i => new OperatingPoint(i, 0, 0, 0, 0))];

        var rows = new OperatingCurve("", points, points[chosen], HasNegatives: true).Rows();

        Assert.InRange(rows.Count, 5, 7);
        Assert.Contains(points[chosen], rows);
        Assert.Equal(rows.OrderBy(row => row.On).Distinct(), rows);
    }

    private static string Card(TrainingResult result) => ModelCard.Write(result, OperatingCurve.Of(result), "n", "c", "a", "cost", 2, 1);

    /// <summary>The cells of the operating curve's table.</summary>
    private static string[][] Rows(string card)
    {
        var section = card[card.IndexOf("## Operating curve", StringComparison.Ordinal)..card.IndexOf("## Front end", StringComparison.Ordinal)];
        Assert.Contains("](operating-curve.svg)", section, StringComparison.Ordinal);
        return [.. section.Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];
    }

    private static double Figure(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void AssertAt(ChartReader chart, double falseAlarms, double y, (double X, double Y) at)
    {
        Assert.Equal(y, ChartReader.Linear(chart.Vertical, at.Y), 1e-3);
        Assert.InRange(ChartReader.Logarithmic(chart.Horizontal, at.X), falseAlarms * 0.999, falseAlarms * 1.001);
    }

    private static IReadOnlyList<OperatingPoint> Expected()
    {
        var model = SynthTraining.Trained.Model;
        return new DecoderTuner(model.HopLength, model.SampleRate, model.LookAhead).Curve(HeldOut, model.Decoders[0]);
    }

    /// <summary>The model's own logits with noise, so that there is something to be wrong about.</summary>
    private static ScoredRecording[] Noisy()
    {
        var random = new Random(3);
        var trainer = new ModelTrainer(SynthTraining.Settings, SynthTraining.Labels, seed: 1);
        return
        [
            .. SynthTraining.Prepared.Select(recording => trainer.Score(SynthTraining.Trained, recording)[0])
                .Select(scored => scored with { Logits = Array.ConvertAll(scored.Logits, logit => logit + random.Next(-700, 700)) }),
        ];
    }

    private static TrainingResult ResultOf(IReadOnlyList<ScoredRecording> heldOut, OperatingGoal goal)
    {
        var report = new EvaluationReport(SynthTraining.Labels);
        return new TrainingResult(
            SynthTraining.Trained,
            SynthTraining.Settings with { Goal = goal },
            [.. SynthTraining.Prepared.Select(p => p.Recording)],
            new CrossValidationResult(report, report, new Dictionary<double, EvaluationReport>(), [heldOut], []),
            [],
            1);
    }
}
