using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.Optimization;

namespace Esp32Aed.Learning.Training;

/// <summary>
/// Fits a logistic classifier by minimising the regularised mean cross-entropy with L-BFGS. It is convex and starts at weights of zero,
/// so the result depends on the examples alone, not on a seed.
/// </summary>
public static class LogisticTrainer
{
    private const int Memory = 12;

    // Contexts are in int8 units, some tens in size; this makes them about 1 for the optimiser.
    private const float Unit = 1f / 32;

    /// <summary>Fits the classifier.</summary>
    /// <param name="tracks">The examples.</param>
    /// <param name="contextLength">C * F.</param>
    /// <param name="penalty">lambda in mean cross-entropy + lambda / 2 * |w|^2, with w for features in units of 32.</param>
    /// <param name="positiveWeight">What a frame of an onset counts against any other frame.</param>
    /// <param name="iterations">Largest number of steps.</param>
    public static FloatLogistic Fit(IReadOnlyList<ExampleTrack> tracks, int contextLength, double penalty, double positiveWeight, int iterations)
    {
        var total = tracks.Sum(track => track.Targets.Sum(target => target * positiveWeight + (1 - target)));
        var start = new DenseVector(contextLength + 1);
        start[contextLength] = -3;
        Vector<double> best = start;
        var lowest = double.PositiveInfinity;
        var loss = ObjectiveFunction.Gradient(point =>
        {
            var found = Loss(tracks, point, penalty, positiveWeight, total);
            if (found.Loss < lowest)
            {
                (best, lowest) = (point.Clone(), found.Loss);
            }

            return found;
        });
        var minimiser = new LimitedMemoryBfgsMinimizer(1e-6, 1e-9, 1e-9, Memory, iterations);
        try
        {
            best = minimiser.FindMinimum(loss, start).MinimizingPoint;
        }
        catch (Exception error) when (error is MaximumIterationsException or InnerOptimizationException)
        {
            // A line search found nothing better, so near the minimum that rounding decides: the best point so far stands.
        }

        return new FloatLogistic([.. best.Take(contextLength).Select(weight => (float)weight * Unit)], (float)best[contextLength]);
    }

    private static (double Loss, Vector<double> Gradient) Loss(
        IReadOnlyList<ExampleTrack> tracks, Vector<double> point, double penalty, double positiveWeight, double total)
    {
        var length = point.Count - 1;
        var weights = point.Take(length).Select(weight => (float)weight * Unit).ToArray();
        var bias = (float)point[length];
        var parts = new (double Loss, float[] Gradient, double Bias)[tracks.Count];
        Parallel.For(0, tracks.Count, i => parts[i] = LossOf(tracks[i], weights, bias, positiveWeight));

        var gradient = new double[length + 1];
        double sum = 0;
        foreach (var part in parts)
        {
            sum += part.Loss;
            for (var i = 0; i < length; i++)
            {
                gradient[i] += part.Gradient[i];
            }

            gradient[length] += part.Bias;
        }

        sum /= total;
        gradient[length] /= total;
        for (var i = 0; i < length; i++)
        {
            sum += penalty / 2 * point[i] * point[i];
            gradient[i] = (gradient[i] * Unit / total) + (penalty * point[i]);
        }

        return (sum, new DenseVector(gradient));
    }

    private static (double Loss, float[] Gradient, double Bias) LossOf(ExampleTrack track, float[] weights, float bias, double positiveWeight)
    {
        double loss = 0, biasGradient = 0;
        var gradient = new float[weights.Length];
        for (var t = 0; t < track.Frames; t++)
        {
            var context = track.Context(t, weights.Length);
            double logit = bias + FixedOrder.Dot(context, weights);
            var target = track.Targets[t];
            var weight = (target * positiveWeight) + (1 - target);
            var probability = 1 / (1 + Math.Exp(-logit));
            loss += weight * (Math.Max(logit, 0) - (logit * target) + Math.Log(1 + Math.Exp(-Math.Abs(logit))));
            var residual = weight * (probability - target);
            biasGradient += residual;
            FixedOrder.AddScaled(context, (float)residual, gradient);
        }

        return (loss, gradient, biasGradient);
    }
}
