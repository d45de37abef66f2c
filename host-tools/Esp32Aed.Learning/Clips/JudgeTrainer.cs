using Esp32Aed.Detection;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.Optimization;

namespace Esp32Aed.Learning.Clips;

/// <summary>
/// Trains the judge of a model: softmax regression on the statistics of all variants of the clips, each scaled to the same spread, and on
/// mixtures of them, with a ridge penalty. The loss has one minimum, so a seed decides the mixtures only.
/// </summary>
internal static class JudgeTrainer
{
    // A weight is per standard deviation of its statistic while it is searched, and per int8 unit after.
    private const double Spread = 32;
    private const int LargestScale = 1 << 24;
    private const double Penalty = 0.01;
    private const int Iterations = 150;
    private const int Memory = 10;
    private const int Mixtures = 2;

    /// <summary>Trains it and gives it to the model.</summary>
    /// <param name="model">The model, whose front end and feature scales stand.</param>
    /// <param name="clips">Per clip its class and the features of its variants, the first of which is the clip itself.</param>
    /// <param name="classWeights">What a clip of each class counts.</param>
    /// <param name="seed">Seed of the mixtures.</param>
    /// <param name="stop">Stops it between steps.</param>
    public static FloatJudge Train(Model model, IReadOnlyList<(int Class, FeatureTrack[] Variants)> clips, double[] classWeights, int seed, CancellationToken stop)
    {
        var statistics = clips.Select(clip => clip.Variants.Select(variant => JudgedClip.Statistics(model, variant)).ToArray()).ToArray();
        var weights = Scales([.. statistics.Select(variants => variants[0])]);
        Sample[] samples =
        [
            .. clips.SelectMany((clip, i) => statistics[i].Select(values => new Sample(
                FloatJudge.Scaled(weights, values), Wanted(clip.Class, classWeights.Length), classWeights[clip.Class] / ((Mixtures + 1) * clips.Count * clip.Variants.Length)))),
        ];
        var judge = new FloatJudge(weights, Fit([.. samples, .. Mixed(samples, new Random(seed))], classWeights.Length, stop));
        weights.Classes = [.. judge.Classes.Select(Quantiser.Quantise)];
        model.Judge = weights;
        return judge;
    }

    private static float[] Wanted(int ofClass, int classes) => [.. Enumerable.Range(0, classes).Select(c => c == ofClass ? 1f : 0)];

    private static IEnumerable<Sample> Mixed(Sample[] samples, Random random)
    {
        for (var round = 0; round < Mixtures; round++)
        {
            foreach (var sample in samples)
            {
                var (other, share) = (samples[random.Next(samples.Length)], Mixup.Share(random));
                var mixed = new Sample([.. sample.Values], [.. sample.Wanted], sample.Weight + (share * (other.Weight - sample.Weight)));
                Mixup.Blend(other.Values, share, mixed.Values);
                Mixup.Blend(other.Wanted, share, mixed.Wanted);
                yield return mixed;
            }
        }
    }

    private static JudgeWeights Scales(int[][] statistics)
    {
        var count = statistics[0].Length;
        var (centres, scales) = (new int[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var mean = statistics.Average(values => (double)values[i]);
            var deviation = Math.Sqrt(statistics.Average(values => Math.Pow(values[i] - mean, 2)));
            centres[i] = (int)Math.Round(mean);
            scales[i] = (int)Math.Clamp(Math.Round(Spread * 65536 / Math.Max(deviation, 1)), 1, LargestScale);
        }

        return new JudgeWeights { Centres = centres, Scales = scales };
    }

    private static FloatLogistic[] Fit(Sample[] samples, int classes, CancellationToken stop)
    {
        var inputs = samples[0].Values.Length;
        var row = inputs + 1;
        Vector<double> best = new DenseVector(classes * row);
        var (start, lowest) = (best, double.PositiveInfinity);
        var objective = ObjectiveFunction.Gradient(point =>
        {
            stop.ThrowIfCancellationRequested();
            var found = Loss(samples, point, classes);
            if (found.Loss < lowest)
            {
                (best, lowest) = (point.Clone(), found.Loss);
            }

            return found;
        });
        try
        {
            best = new LimitedMemoryBfgsMinimizer(1e-5, 1e-9, 1e-9, Memory, Iterations).FindMinimum(objective, start).MinimizingPoint;
        }
        catch (Exception error) when (error is MaximumIterationsException or InnerOptimizationException)
        {
            // A line search found nothing better, so near the minimum that rounding decides: the best point so far stands.
            stop.ThrowIfCancellationRequested();
        }

        return [.. Enumerable.Range(0, classes).Select(c => new FloatLogistic(
            [.. Enumerable.Range(c * row, inputs).Select(i => (float)(best[i] / Spread))], (float)best[(c * row) + inputs]))];
    }

    private static (double Loss, Vector<double> Gradient) Loss(Sample[] samples, Vector<double> point, int classes)
    {
        var inputs = samples[0].Values.Length;
        var row = inputs + 1;
        var weights = Enumerable.Range(0, classes).Select(c => Enumerable.Range(c * row, inputs).Select(i => (float)(point[i] / Spread)).ToArray()).ToArray();
        var gradients = weights.Select(ofClass => new float[ofClass.Length]).ToArray();
        var gradient = new double[classes * row];
        var logits = new double[classes];
        double loss = 0;
        foreach (var sample in samples)
        {
            for (var c = 0; c < classes; c++)
            {
                logits[c] = point[(c * row) + inputs] + FixedOrder.Dot(sample.Values, weights[c]);
            }

            var most = logits.Max();
            var all = most + Math.Log(logits.Sum(logit => Math.Exp(logit - most)));
            for (var c = 0; c < classes; c++)
            {
                loss += sample.Weight * sample.Wanted[c] * (all - logits[c]);
                var slope = sample.Weight * (Math.Exp(logits[c] - all) - sample.Wanted[c]);
                gradient[(c * row) + inputs] += slope;
                FixedOrder.AddScaled(sample.Values, (float)slope, gradients[c]);
            }
        }

        for (var c = 0; c < classes; c++)
        {
            for (var i = 0; i < inputs; i++)
            {
                var weight = point[(c * row) + i];
                loss += Penalty / 2 * weight * weight;
                gradient[(c * row) + i] = (gradients[c][i] / Spread) + (Penalty * weight);
            }
        }

        return (loss, new DenseVector(gradient));
    }

    private sealed record Sample(float[] Values, float[] Wanted, double Weight);
}
