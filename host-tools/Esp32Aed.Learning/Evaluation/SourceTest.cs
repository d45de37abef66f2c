using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Evaluation;

/// <summary>What models that had not heard an event's origin make of events at one signal-to-noise ratio.</summary>
/// <param name="SnrDb">The ratio; not a number where the test set tells none.</param>
/// <param name="Events">Events.</param>
/// <param name="Found">How many of them were found, by the count of <see cref="SourceTest"/>.</param>
/// <param name="FalseAlarms">False alarms in the soundscapes with these events, mean over the models.</param>
public sealed record SourceTestRow(double SnrDb, int Events, double Found, double FalseAlarms)
{
    /// <summary>2 found / (found + false alarms + events).</summary>
    public double F1 => 2 * Found / (Found + FalseAlarms + Events);
}

/// <summary>The result for one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Rows">One a signal-to-noise ratio, rising.</param>
/// <param name="FalsePositivesPerMinute">False alarms in soundscapes without the class by their minutes, mean over the models; not a number without such.</param>
/// <param name="MinutesWithout">Minutes of those soundscapes.</param>
public sealed record SourceTestReport(string Label, IReadOnlyList<SourceTestRow> Rows, double FalsePositivesPerMinute, double MinutesWithout)
{
    /// <summary>Mean over the ratios.</summary>
    public double MeanF1 => Rows.Count == 0 ? double.NaN : Rows.Average(row => row.F1);
}

/// <summary>
/// Tests the models of a cross-validation on soundscapes whose events tell which recording they were cut from, so that each event is judged only by models that
/// never heard its origin. The integer chain of every fold's model hears every soundscape; <see cref="SourceTally"/> says how is counted.
/// </summary>
public static class SourceTest
{
    /// <summary>Runs the test.</summary>
    /// <param name="models">The folds' models.</param>
    /// <param name="scenes">The soundscapes.</param>
    /// <param name="sources">Groups of the recordings that events were cut from; what it does not know is a group of its own, named as the file without folder and ending.</param>
    /// <param name="warn">Takes one line for each sound that is doubtful.</param>
    /// <param name="progress">Told the done fraction.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>A report for each class of the models.</returns>
    /// <exception cref="UserFaultException">A sound can't be read.</exception>
    public static IReadOnlyList<SourceTestReport> Run(
        IReadOnlyList<FoldModel> models,
        IReadOnlyList<SourceScene> scenes,
        GroupTable sources,
        Action<string> warn,
        IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(scenes);
        var labels = models[0].Model.Labels;
        var tallies = labels.Select(label => new SourceTally(label, [.. models.Select(model => model.Heard)], sources)).ToArray();
        var done = 0;
        foreach (var scene in scenes)
        {
            var sound = SoundFile.Read(scene.Path, models[0].Model.SampleRate, warn);
            var found = new LabelledEvent[models.Count][];
            Parallel.For(0, models.Count, new ParallelOptions { CancellationToken = stop }, k =>
                found[k] = [.. Recordings.Detect(models[k].Model, sound.Samples, stop: stop).Select(e => e.ToLabel())]);
            Array.ForEach(tallies, tally => tally.Add(scene.Events, sound.Seconds, found));
            progress?.Report(++done / (double)scenes.Count);
        }

        return [.. tallies.Select(tally => tally.Report())];
    }
}
