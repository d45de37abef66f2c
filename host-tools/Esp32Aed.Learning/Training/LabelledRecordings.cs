using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>Loads the recordings of a data set whose events are labelled.</summary>
public static class LabelledRecordings
{
    /// <summary>The labels of a data set's events, in alphabetical order.</summary>
    public static IReadOnlyList<string> LabelsOf(DataSet set) =>
        [.. set.Items.SelectMany(item => item.Events ?? []).Select(e => e.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Opens a data set and makes sure that its events are labelled.</summary>
    /// <param name="folder">The sounds.</param>
    /// <param name="warn">Takes one line for each problem.</param>
    /// <param name="tracks">Where the label tracks lie, when not beside the sounds.</param>
    /// <exception cref="UserFaultException">It is missing, or has a class for each clip instead of events.</exception>
    public static DataSet Open(string folder, Action<string> warn, string? tracks = null) => Require(DataSet.Open(folder, warn, tracks: tracks));

    /// <summary>Makes sure that a data set's events are labelled.</summary>
    /// <exception cref="UserFaultException">It has a class for each clip instead of events.</exception>
    public static DataSet Require(DataSet set)
    {
        return set.Items.All(item => item.Events is not null)
            ? set
            : throw new UserFaultException(
                FaultKind.Dataset,
                $"{set.Path}: its labels name whole clips, and counting needs events; mark each event in Audacity and export the label track beside its sound, or tell clips apart with --model cnn");
    }

    /// <summary>Reads one recording of such a set at a model's rate.</summary>
    public static TrainingRecording Read(DataItem item, int sampleRate, Action<string> warn)
    {
        var sound = SoundFile.Read(item.SoundPath, sampleRate, warn);
        return new TrainingRecording(item.SoundPath, item.Group, sound.Samples, sound.Seconds, item.Events ?? []);
    }
}
