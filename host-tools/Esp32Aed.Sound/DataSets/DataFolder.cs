namespace Esp32Aed.Sound;

/// <summary>A recording as its data set lists it, before sound and label track have been opened.</summary>
internal sealed record ListedSound(string SoundPath, string Group, string? ClipLabel, int? Fold, string? TrackPath);

/// <summary>What a layout made of a folder: its recordings, and what it could not place.</summary>
internal sealed record Listing(DataSetLayout Layout, IReadOnlyList<ListedSound> Sounds, IReadOnlyList<LabelProblem> Problems);

/// <summary>The sounds and text files under a folder, in an order that is the same on every system.</summary>
internal sealed class DataFolder
{
    private const int DeepestFolder = 32;

    /// <summary>Looks through the folder and all below it; hidden files are passed over.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Dataset"/>: no such folder, or it can't be read.</exception>
    public DataFolder(string path)
    {
        Path = path;
        if (!Directory.Exists(path))
        {
            throw new UserFaultException(FaultKind.Dataset, File.Exists(path) ? $"{path}: is a file; name the folder of the data set" : $"{path}: no such folder");
        }

        try
        {
            var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DeepestFolder };
            var files = Directory.EnumerateFiles(path, "*", options).OrderBy(RelativePath, StringComparer.Ordinal).ToList();
            Sounds = files.FindAll(SoundFile.HasSoundName);
            Texts = files.FindAll(file => System.IO.Path.GetExtension(file).Equals(".txt", StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Dataset, $"{path}: can't be read: {error.Message}", error);
        }
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>All sound files, by name.</summary>
    public IReadOnlyList<string> Sounds { get; }

    /// <summary>All <c>.txt</c> files.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Path from the folder, with <c>/</c> on every system.</summary>
    public string RelativePath(string file) => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/');

    /// <summary>Path from the folder without the ending: the name that a sound shares with its label track.</summary>
    public string Stem(string file) => System.IO.Path.ChangeExtension(RelativePath(file), null);
}
