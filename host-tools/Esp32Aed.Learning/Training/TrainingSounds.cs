using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>All that models of a data set are trained on, read and prepared once.</summary>
/// <param name="Recordings">The labelled recordings, in the data set's order.</param>
/// <param name="Negatives">Sounds in which nothing is to be found.</param>
public sealed record TrainingSounds(IReadOnlyList<PreparedRecording> Recordings, IReadOnlyList<PreparedRecording> Negatives)
{
    /// <summary>Reads the sounds and computes the features of their variants.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="labels">Classes to train.</param>
    /// <param name="negatives">Files of sounds in which nothing is to be found: trained on, and mixed into the recordings.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="seed">Seed of the variants.</param>
    /// <param name="warn">Takes one line for each thing that may spoil the model.</param>
    /// <param name="progress">Told the done fraction.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="UserFaultException">The data set can't serve.</exception>
    public static TrainingSounds Read(
        DataSet set,
        IReadOnlyList<string> labels,
        IReadOnlyList<string> negatives,
        TrainingSettings settings,
        int seed,
        Action<string> warn,
        IProgress<double>? progress = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        Check(set, labels, warn);
        TrainingRecording[] without = [.. negatives.Select(path => LabelledRecordings.Read(new DataItem(path, path, null, null, []), settings.SampleRate, warn))];
        short[][] backgrounds = [.. without.Select(sound => sound.Samples)];
        return new TrainingSounds(
            Prepare(set.Items.Count, i => LabelledRecordings.Read(set.Items[i], settings.SampleRate, warn)),
            Prepare(without.Length, i => without[i]));

        PreparedRecording[] Prepare(int count, Func<int, TrainingRecording> read)
        {
            var prepared = new PreparedRecording[count];
            var done = 0;
            SideBySide.Run(count, i =>
            {
                prepared[i] = PreparedRecording.Prepare(read(i), settings, backgrounds, seed);
                progress?.Report((double)Interlocked.Increment(ref done) / count);
            }, stop);
            return prepared;
        }
    }

    private static void Check(DataSet set, IReadOnlyList<string> labels, Action<string> warn)
    {
        var known = LabelledRecordings.LabelsOf(set);
        foreach (var label in labels)
        {
            if (!known.Contains(label, StringComparer.Ordinal))
            {
                throw new UserFaultException(
                    FaultKind.Dataset,
                    $"{set.Path}: no event is labelled '{label}'; its labels are {(known.Count == 0 ? "none" : string.Join(", ", known))}");
            }
        }

        if (set.Items.Select(item => item.Group).Distinct(StringComparer.Ordinal).Count() < 2)
        {
            throw new UserFaultException(
                FaultKind.Dataset,
                $"{set.Path}: one recording only; a model can't be judged on the sound it learned from, so record and label at least one more");
        }

        if (set.Items.All(item => item.Events!.Any(e => labels.Contains(e.Label))))
        {
            warn($"{set.Path}: every recording has events, so false alarms can't be measured; add recordings of the place without the sound");
        }
    }
}
