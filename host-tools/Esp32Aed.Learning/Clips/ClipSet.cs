using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Clips;

/// <summary>A clip: a recording all of which is of one class.</summary>
/// <param name="Item">Where it lies.</param>
/// <param name="Class">Index of its class.</param>
public sealed record Clip(DataItem Item, int Class);

/// <summary>The clips of a data set that has a class for each of them.</summary>
/// <param name="Path">The data set's folder.</param>
/// <param name="Classes">The classes, in alphabetical order.</param>
/// <param name="Clips">The clips of these classes.</param>
public sealed record ClipSet(string Path, IReadOnlyList<string> Classes, IReadOnlyList<Clip> Clips)
{
    /// <summary>Files of sounds of none of the classes; see <see cref="OtherSounds"/>.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>Takes the clips of some classes, or of all.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="labels">The classes; none for all.</param>
    /// <exception cref="UserFaultException">A class has no clips, or there is one class only.</exception>
    public static ClipSet Of(DataSet set, IReadOnlyList<string> labels)
    {
        var known = set.Items.Select(item => item.ClipLabel!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (labels.FirstOrDefault(label => !known.Contains(label, StringComparer.Ordinal)) is { } unknown)
        {
            throw new UserFaultException(FaultKind.Dataset, $"{set.Path}: no clip is of the class '{unknown}'; its classes are {string.Join(", ", known)}");
        }

        if (labels.Count == 0 && EmptyFolder(set, known) is { } empty)
        {
            throw new UserFaultException(
                FaultKind.Dataset, $"{set.Path}: class '{empty}' has no clips; add some, take its folder away, or name the classes to train with --label");
        }

        var classes = labels.Count == 0 ? known : [.. labels.Order(StringComparer.Ordinal)];
        if (classes.Length < 2)
        {
            throw new UserFaultException(
                FaultKind.Dataset, $"{set.Path}: one class only ({classes[0]}), and clips are told apart by class; add clips of another, such as the sounds of the place");
        }

        return new ClipSet(
            set.Path,
            classes,
            [.. set.Items.Select(item => new Clip(item, Array.IndexOf(classes, item.ClipLabel))).Where(clip => clip.Class >= 0)]);
    }

    /// <summary>Number of clips of each class.</summary>
    public int[] Counts() => [.. Classes.Select((_, c) => Clips.Count(clip => clip.Class == c))];

    private static string? EmptyFolder(DataSet set, string[] known) => set.Layout != DataSetLayout.ClassFolders
        ? null
        : Directory.EnumerateDirectories(set.Path)
            .Select(folder => System.IO.Path.GetFileName(folder))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(name => !name.StartsWith('.') && !known.Contains(name, StringComparer.Ordinal));
}
