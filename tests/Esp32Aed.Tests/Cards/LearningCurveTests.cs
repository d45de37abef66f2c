using Esp32Aed.Learning.Cards;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests.Cards;

public sealed class LearningCurveTests
{
    private static readonly LearningCurve Curve = new(
        new NetworkShape([new LayerShape(3, 2, 8)]), [0.7, 0.5, 0.3, 0.25, 0.2], [0.65, 0.52, 0.401, 0.4, 0.47]);

    [Fact]
    public void The_picture_shows_both_losses_and_marks_the_last_round_kept()
    {
        var chart = new ChartReader(LearningCurvePicture.Write(Curve)!);

        foreach (var (losses, line) in new[] { (Curve.Training, chart.Lines[0]), (Curve.Validation, chart.Lines[1]) })
        {
            Assert.Equal(losses.Count, line.Count);
            Assert.All(line.Select((point, i) => (point, i)), p => AssertAt(chart, p.i + 1, losses[p.i], p.point));
        }

        AssertAt(chart, 4, 0.4, Assert.Single(chart.Dots));
        Assert.Null(LearningCurvePicture.Write(null));
    }

    [Fact]
    public void The_card_of_a_network_says_how_it_was_trained()
    {
        var result = new TrainingResult(SynthTraining.Trained with { Curve = Curve }, TrainingSettings.OfNetwork, [], null, [], 754);

        var card = ModelCard.Write(result, [], "n", "c", "a", "cost: 123 IL operations", 0, 17);

        Assert.All(
            ["](learning-curve.svg)", "24 random variants", "speed (50 %)", "time-shift (100 %)", "\n* 4 rounds of at most 5:", "Seed 17,", "12.6 minutes", "cost: 123 IL operations"],
            text => Assert.Contains(text, card, StringComparison.Ordinal));
        Assert.DoesNotContain("](operating-curve.svg)", card, StringComparison.Ordinal);
        Assert.DoesNotContain("rounded", card, StringComparison.Ordinal);
        var fineTuned = result with { Trained = result.Trained with { IsFineTuned = true } };
        Assert.Contains("a fifth as many with weights and activations rounded", ModelCard.Write(fineTuned, [], "n", "c", "a", "cost", 0, 1), StringComparison.Ordinal);

        var withoutCurve = ModelCard.Write(result with { Trained = SynthTraining.Trained }, [], "n", "c", "a", "cost", 0, 1);
        Assert.Contains("no learning curve", withoutCurve, StringComparison.Ordinal);
        Assert.DoesNotContain("](learning-curve.svg)", withoutCurve, StringComparison.Ordinal);
    }

    private static void AssertAt(ChartReader chart, double round, double loss, (double X, double Y) at)
    {
        Assert.Equal(round, ChartReader.Linear(chart.Horizontal, at.X), 1e-3);
        Assert.Equal(loss, ChartReader.Linear(chart.Vertical, at.Y), 1e-3);
    }
}
