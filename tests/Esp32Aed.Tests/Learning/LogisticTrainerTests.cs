using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class LogisticTrainerTests
{
    private const int Features = 3;
    private const int Context = 2;
    private static readonly double[] TrueWeights = [0.05, -0.02, 0, 0.03, 0, -0.06];
    private const double TrueBias = -0.7;

    [Fact]
    public void Recovers_the_weights_that_made_the_targets()
    {
        var fitted = Fit(Tracks(4, 20_000), penalty: 1e-7, iterations: 300);

        Assert.All(fitted.Weights.Zip(TrueWeights), pair => Assert.InRange(pair.First - pair.Second, -0.004, 0.004));
        Assert.InRange(fitted.Bias - TrueBias, -0.05, 0.05);
    }

    [Fact]
    public void Repeatable_to_the_bit()
    {
        var (first, second) = (Fit(Tracks(5, 700), 1e-3, 60), Fit(Tracks(5, 700), 1e-3, 60));

        Assert.Equal(first.Weights, second.Weights);
        Assert.Equal(first.Bias, second.Bias);
    }

    [Fact]
    public void Separable_examples_are_separated_and_the_penalty_keeps_the_weights_finite()
    {
        float[] values = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? -40f : 40f)];
        var track = new ExampleTrack(values, [.. values.Select(value => value > 0 ? 1f : 0f)], 1);

        var fitted = LogisticTrainer.Fit([track], 1, 1e-3, 1, 200);

        Assert.All(fitted.Logits(track).Zip(track.Targets), pair => Assert.True(pair.First > 1 == pair.Second > 0 && Math.Abs(pair.First) < 100));
    }

    [Fact]
    public void Too_few_steps_still_give_the_best_point_so_far()
    {
        var tracks = Tracks(2, 5000);
        var untrained = MeanLoss(new FloatLogistic(new float[Context * Features], -3), tracks);

        var hurried = MeanLoss(Fit(tracks, 1e-6, 4), tracks);
        var patient = MeanLoss(Fit(tracks, 1e-6, 300), tracks);

        Assert.True(hurried < 0.9 * untrained, $"{hurried} after 4 steps, {untrained} before");
        Assert.True(patient <= hurried);
    }

    [Fact]
    public void A_heavier_onset_raises_the_bias()
    {
        var tracks = Tracks(2, 5000);

        var (even, heavy) = (LogisticTrainer.Fit(tracks, 6, 1e-5, 1, 200), LogisticTrainer.Fit(tracks, 6, 1e-5, 4, 200));

        Assert.InRange(heavy.Bias - even.Bias, Math.Log(4) - 0.2, Math.Log(4) + 0.2);
    }

    /// <summary>The documented objective, written out again: no step away from the fitted point may lower it.</summary>
    [Theory]
    [InlineData(1e-3, 4)]
    [InlineData(0.3, 1)]
    [InlineData(0.3, 4)]
    public void The_fitted_point_is_the_minimum_of_the_documented_objective(double penalty, double positiveWeight)
    {
        var tracks = Tracks(2, 3000);
        var fitted = LogisticTrainer.Fit(tracks, Context * Features, penalty, positiveWeight, 300);
        var lowest = Objective(fitted);
        for (var i = 0; i <= fitted.Weights.Length; i++)
        {
            foreach (var step in new[] { -0.03f, 0.03f })
            {
                var weights = fitted.Weights.ToArray();
                var bias = fitted.Bias;
                if (i < weights.Length)
                {
                    weights[i] += step / 32;
                }
                else
                {
                    bias += step;
                }

                Assert.True(Objective(new FloatLogistic(weights, bias)) > lowest, $"coordinate {i}, step {step}");
            }
        }

        double Objective(FloatLogistic model)
        {
            double sum = 0, total = 0;
            foreach (var track in tracks)
            {
                foreach (var (logit, target) in model.Logits(track).Zip(track.Targets))
                {
                    sum += (target > 0 ? positiveWeight : 1) * Math.Log(1 + Math.Exp(target > 0 ? -logit : logit));
                    total += target > 0 ? positiveWeight : 1;
                }
            }

            return (sum / total) + (penalty / 2 * model.Weights.Sum(weight => Math.Pow(weight * 32, 2)));
        }
    }

    private static FloatLogistic Fit(IReadOnlyList<ExampleTrack> tracks, double penalty, int iterations) =>
        LogisticTrainer.Fit(tracks, Context * Features, penalty, 1, iterations);

    private static double MeanLoss(FloatLogistic model, IReadOnlyList<ExampleTrack> tracks) => tracks.Average(track =>
        model.Logits(track).Zip(track.Targets, (logit, target) => Math.Log(1 + Math.Exp(target > 0 ? -logit : logit))).Average());

    /// <summary>Random features, and targets drawn with the probability that the true classifier gives.</summary>
    private static ExampleTrack[] Tracks(int count, int frames) =>
    [.. Enumerable.Range(1, count).Select(seed =>
    {
        var random = new Random(seed);
        float[] features = [.. Enumerable.Range(0, (frames + Context - 1) * Features).Select(_ => (float)random.Next(-60, 61))];
        float[] targets = [.. Enumerable.Range(0, frames).Select(t =>
        {
            var logit = TrueBias + TrueWeights.Select((weight, i) => weight * features[(t * Features) + i]).Sum();
            return random.NextDouble() < 1 / (1 + Math.Exp(-logit)) ? 1f : 0f;
        })];
        return new ExampleTrack(features, targets, Features);
    })];
}
