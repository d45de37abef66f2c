namespace Esp32Aed.Sound;

/// <summary>How a data set's labels are kept.</summary>
public enum DataSetLayout
{
    /// <summary>An Audacity label track (same name, <c>.txt</c>) beside each sound; an empty one says: no events here.</summary>
    LabelTracks,

    /// <summary>A CSV as of ESC-50: a line for each sound with its class.</summary>
    ClipList,

    /// <summary>A folder for each class, its name the class.</summary>
    ClassFolders,
}

/// <summary>One recording of a data set.</summary>
/// <param name="SoundPath">The sound file.</param>
/// <param name="Group">What must stay together when the set is split: recordings of one origin share it.</param>
/// <param name="ClipLabel">The class of the whole recording; <see langword="null"/> in a set of label tracks.</param>
/// <param name="Fold">The fold that the set itself prescribes, if it does.</param>
/// <param name="Events">The events in order of onset, cut at the end of the sound; <see langword="null"/> where only the clip has a class.</param>
public sealed record DataItem(string SoundPath, string Group, string? ClipLabel, int? Fold, IReadOnlyList<LabelledEvent>? Events)
{
    /// <summary>Length as the sound's header says, seconds; 0 when it doesn't tell.</summary>
    public double Seconds { get; init; }
}
