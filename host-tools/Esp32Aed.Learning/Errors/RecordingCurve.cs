using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Errors;

/// <summary>What models reach that were trained on a share of the recordings.</summary>
/// <param name="Share">Share of the training groups, 0 to 1.</param>
/// <param name="Recordings">Mean number of recordings that a model was trained on.</param>
/// <param name="Training">Events at 200 ms on what each was trained on, summed over folds.</param>
/// <param name="Validation">The same on the held-out folds.</param>
public sealed record CurvePoint(double Share, double Recordings, Score Training, Score Validation)
{
    /// <summary>F1 on the training recordings; 0 where nothing was found.</summary>
    public double TrainingF1 => F1(Training);

    /// <summary>F1 on recordings the models have not heard.</summary>
    public double ValidationF1 => F1(Validation);

    private static double F1(Score score) => double.IsNaN(score.F1) ? 0 : score.F1;
}

/// <summary>
/// The learning curve over the number of recordings: cross-validation in which each fold's model is trained on an eighth, a quarter, half and
/// all of the other folds' groups. The smaller sets are parts of the larger ones, and have their share of groups with and without events.
/// </summary>
public static class RecordingCurve
{
    /// <summary>The shares.</summary>
    public static readonly IReadOnlyList<double> Shares = [0.125, 0.25, 0.5, 1];

    private const int LeastGroups = 2;

    /// <summary>Measures the curve, through the int8 chain.</summary>
    /// <param name="recordings">All recordings.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="folds">The fold of each recording; see <see cref="Folds"/>.</param>
    /// <param name="seed">Seed of the training, and of the order in which groups join.</param>
    /// <param name="negatives">Sounds in which nothing is to be found: every model is trained on them as well.</param>
    /// <param name="progress">Told the done fraction.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>A point for each share, but none twice where shares come to the same groups.</returns>
    public static IReadOnlyList<CurvePoint> Measure(
        IReadOnlyList<PreparedRecording> recordings,
        IReadOnlyList<string> labels,
        TrainingSettings settings,
        int[] folds,
        int seed,
        IReadOnlyList<PreparedRecording> negatives,
        IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        var foldCount = folds.Max() + 1;
        var jobs = (
            from fold in Enumerable.Range(0, foldCount)
            let others = recordings.Where((_, i) => folds[i] != fold).ToArray()
            from share in Enumerable.Range(0, Shares.Count)
            select (Fold: fold, Share: share, Parts: Part(others, labels, Shares[share], seed))).ToArray();
        var results = new (Score Training, Score Validation)[jobs.Length];
        var weight = jobs.Sum(job => (double)job.Parts.Length);
        double done = 0;

        // The largest first, so that no core is left alone with one at the end.
        var order = Enumerable.Range(0, jobs.Length).OrderByDescending(j => jobs[j].Parts.Length).ToArray();
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(order, loadBalance: true), new ParallelOptions { CancellationToken = stop }, j =>
        {
            var job = jobs[j];
            var trained = new ModelTrainer(settings, labels, seed, negatives, stop).Train(job.Parts);
            results[j] = (
                Judge(trained, job.Parts, labels, stop),
                Judge(trained, recordings.Where((_, i) => folds[i] == job.Fold), labels, stop));
            lock (results)
            {
                done += job.Parts.Length;
                progress?.Report(done / weight);
            }
        });

        return
        [
            .. Shares.Select((share, s) =>
            {
                var ofShare = Enumerable.Range(0, jobs.Length).Where(j => jobs[j].Share == s).ToArray();
                return new CurvePoint(
                    share,
                    ofShare.Average(j => jobs[j].Parts.Length),
                    ofShare.Select(j => results[j].Training).Aggregate(Score.Add),
                    ofShare.Select(j => results[j].Validation).Aggregate(Score.Add));
            }).Reverse().DistinctBy(point => point.Recordings).Reverse(),
        ];
    }

    /// <summary>The recordings of a share of the groups: of those with events, and of those without, the first of a shuffled order; at least two, and one.</summary>
    public static PreparedRecording[] Part(IReadOnlyList<PreparedRecording> recordings, IReadOnlyList<string> labels, double share, int seed)
    {
        var groups = recordings
            .GroupBy(r => r.Recording.Group, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToArray();
        new Random(seed).Shuffle(groups);
        var taken = groups
            .GroupBy(group => group.Any(r => r.Recording.Events.Any(e => labels.Contains(e.Label, StringComparer.Ordinal))))
            .SelectMany(side => side.Take(Math.Max((int)Math.Round(share * side.Count()), side.Key ? LeastGroups : 1)))
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
        return [.. recordings.Where(r => taken.Contains(r.Recording.Group))];
    }

    private static Score Judge(TrainedModel trained, IEnumerable<PreparedRecording> recordings, IReadOnlyList<string> labels, CancellationToken stop)
    {
        var report = new EvaluationReport(labels);
        foreach (var recording in recordings)
        {
            var found = Recordings.Detect(trained.Model, recording.Recording.Samples, progress: null, stop);
            report.Add(recording.Recording.Events, [.. found.Select(e => e.ToLabel())], recording.Recording.Seconds);
        }

        return report.OverallEventsAt200Ms;
    }
}
