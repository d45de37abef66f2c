using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;
using Esp32Aed.Tflite;

namespace Esp32Aed.Learning.Clips;

/// <summary>
/// What a large network makes of the same clips and folds: a linear classifier on its features. Where it is far better than the small network, the sounds
/// can be told apart, and the small network or the few recordings it learned from are the limit; where it is not, the sounds themselves or their labels are.
/// </summary>
public static class ReferenceNetwork
{
    private const int Steps = 300;
    private const double LearningRate = 0.01;
    private const double Decay = 1e-3;

    /// <summary>Trains a linear classifier for each fold and tries it on the fold.</summary>
    /// <param name="network">The network; it takes samples of 16 kHz, -1 to 1, and its features are what its last fully connected operator takes, as of YAMNet.</param>
    /// <param name="set">The clips.</param>
    /// <param name="folds">The fold of each clip.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="UserFaultException">A clip can't be read, or the network can't be run.</exception>
    public static ClipReport Test(TfliteModel network, ClipSet set, int[] folds, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        var features = new float[set.Clips.Count][];
        SideBySide.Run(features.Length, i => features[i] = Features(network, SoundFile.Read(set.Clips[i].Item.SoundPath, SoundWindows.SampleRate, _ => { }).Samples), stop);
        var report = new ClipReport(set.Classes);
        for (var fold = 0; fold <= folds.Max(); fold++)
        {
            stop.ThrowIfCancellationRequested();
            var learned = Enumerable.Range(0, features.Length).Where(i => folds[i] != fold).ToArray();
            var weights = Fit([.. learned.Select(i => features[i])], [.. learned.Select(i => set.Clips[i].Class)], set.Classes.Count);
            for (var i = 0; i < features.Length; i++)
            {
                if (folds[i] == fold)
                {
                    var scores = Scores(weights, features[i]);
                    report.Add(set.Clips[i].Class, Array.IndexOf(scores, scores.Max()));
                }
            }
        }

        return report;
    }

    /// <summary>Mean and largest value of each of the network's features over windows that overlap by half, then a 1; a clip that is shorter is filled up with silence.</summary>
    internal static float[] Features(TfliteModel network, short[] samples)
    {
        float[] sums = [], most = [];
        var windows = 0;
        foreach (var window in SoundWindows.Of(samples, network.InputLength))
        {
            var found = network.Embed(window);
            sums = windows == 0 ? new float[found.Length] : sums;
            most = windows++ == 0 ? found : most;
            for (var f = 0; f < found.Length; f++)
            {
                sums[f] += found[f];
                most[f] = Math.Max(most[f], found[f]);
            }
        }

        return [.. sums.Select(sum => sum / windows), .. most, 1];
    }

    /// <summary>Weights of softmax regression, [class][feature].</summary>
    private static float[][] Fit(float[][] rows, int[] classes, int count)
    {
        var weights = Enumerable.Range(0, count).Select(_ => new float[rows[0].Length]).ToArray();
        var gradients = weights.Select(w => new float[w.Length]).ToArray();
        var adam = new Adam(weights, averaging: 0);
        for (var step = 0; step < Steps; step++)
        {
            for (var c = 0; c < count; c++)
            {
                for (var i = 0; i < weights[c].Length; i++)
                {
                    gradients[c][i] = (float)Decay * weights[c][i];
                }
            }

            for (var r = 0; r < rows.Length; r++)
            {
                var scores = Scores(weights, rows[r]);
                var largest = scores.Max();
                var sum = scores.Sum(score => Math.Exp(score - largest));
                for (var c = 0; c < count; c++)
                {
                    var share = (Math.Exp(scores[c] - largest) / sum) - (classes[r] == c ? 1 : 0);
                    FixedOrder.AddScaled(rows[r], (float)(share / rows.Length), gradients[c]);
                }
            }

            adam.Step(gradients, LearningRate * (1 - ((double)step / Steps)));
        }

        return weights;
    }

    private static float[] Scores(float[][] weights, float[] row) => Array.ConvertAll(weights, ofClass => FixedOrder.Dot(ofClass, row));
}
