using Esp32Aed.Detection;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The goals choose different thresholds on the same logits.</summary>
public sealed class OperatingGoalTests
{
    // 32 ms a frame. Six events with falling peaks, and in the recording without events four peaks of 600, 500, 400 and 300.
    private static readonly ScoredRecording[] Recordings =
    [
        new(Peaks(1200, 1000, 800, 450, 350, 250), [.. Enumerable.Range(0, 6).Select(i => (i * 1.28, (i * 1.28) + 0.1))]),
        new(Peaks(600, 500, 400, 300), []),
    ];

    [Fact]
    public void Fewer_false_alarms_are_bought_with_recall()
    {
        var strict = Tune(OperatingGoal.AtMost(0));
        var best = Tune(OperatingGoal.BestF1);

        Assert.Equal(0, strict.FalseAlarmsPerHour);
        Assert.Equal(0.5, strict.Recall, 3);
        Assert.True(best.MeanF1 >= strict.MeanF1);
        Assert.True(best.Recall > strict.Recall);
    }

    [Fact]
    public void Least_bias_finds_as_many_events_as_there_are() => Assert.Equal(0, Tune(OperatingGoal.LeastBias).Bias, 3);

    [Fact]
    public void The_curve_falls_with_the_threshold()
    {
        var tuner = new DecoderTuner(256, 8000, 0);

        var curve = tuner.Curve(Recordings, tuner.Tune(Recordings));

        Assert.All(curve.Zip(curve.Skip(1)), pair =>
        {
            Assert.True(pair.First.On < pair.Second.On);
            Assert.True(pair.First.Recall >= pair.Second.Recall);
            Assert.True(pair.First.FalseAlarmsPerHour >= pair.Second.FalseAlarmsPerHour);
        });
        Assert.True(curve[0].Recall > curve[^1].Recall);
    }

    private static OperatingPoint Tune(OperatingGoal goal)
    {
        var tuner = new DecoderTuner(256, 8000, 0, goal);
        var settings = tuner.Tune(Recordings);
        return tuner.Curve(Recordings, settings).Single(point => point.On == settings.On / 256.0);
    }

    /// <summary>Peaks 40 frames apart, with silence between them.</summary>
    private static int[] Peaks(params int[] heights) =>
        [.. heights.SelectMany(height => Enumerable.Range(0, 40).Select(t => t < 2 ? height : -2000))];
}
