using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Clips;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class JudgeTrainerTests
{
    private const int Frames = 60;

    /// <summary>Steady, fluttering and slowly moving sounds of the same mean and range: no frame tells them apart.</summary>
    [Fact]
    public void Clips_that_differ_in_how_they_change_only_are_told_apart_in_integers_too()
    {
        var model = SmallModels.MakeNetwork();
        model.LookAhead = 0;
        var judge = JudgeTrainer.Train(model, [.. Enumerable.Range(0, 30).Select(i => (i % 3, new[] { Track(i % 3, i), Track(i % 3, i + 1000) }))], [1, 1, 1], 7, CancellationToken.None);
        model.Labels = ["noise", "flutter", "slow"];

        for (var i = 0; i < 60; i++)
        {
            var unheard = Track(i % 3, 5000 + i);
            Assert.Equal(i % 3, ClipScores.ClassOf(model, unheard, 3));
            Assert.Equal(i % 3, ClipScores.ClassOf(judge, model, unheard, 3));
            var (integers, floats) = (JudgedClip.Logits(model, unheard), judge.Logits(model, unheard));
            Assert.All(integers.Index(), logit => Assert.Equal(floats[logit.Index], logit.Item / 256.0, 0.25));
        }
    }

    [Fact]
    public void The_same_clips_and_seed_give_the_same_weights()
    {
        string Weights(int seed)
        {
            var model = SmallModels.MakeNetwork();
            JudgeTrainer.Train(model, [.. Enumerable.Range(0, 9).Select(i => (i % 3, new[] { Track(i % 3, i) }))], [1, 1, 1], seed, CancellationToken.None);
            return string.Join(' ', model.Judge.Classes.SelectMany(ofClass => ofClass.Weights));
        }

        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));
    }

    private static FeatureTrack Track(int kind, int seed)
    {
        var random = new Random(seed);
        var values = new int[Frames * 5];
        for (var t = 0; t < Frames; t++)
        {
            var level = kind switch
            {
                0 => random.Next(2) == 0 ? 1 : -1,
                1 => t % 2 == 0 ? 1 : -1,
                _ => t / 15 % 2 == 0 ? 1 : -1,
            };
            for (var i = 0; i < 4; i++)
            {
                values[(t * 5) + i] = (2000 * level) + random.Next(-100, 100);
            }
        }

        return new FeatureTrack(values, 5);
    }
}
