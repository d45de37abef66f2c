namespace Esp32Aed.Sound;

/// <summary>A folder of labelled recordings, in one of the layouts of <see cref="DataSetLayout"/>, recognised by what lies in it.</summary>
public sealed class DataSet
{
    private readonly List<DataItem> items = [];
    private readonly List<LabelProblem> problems = [];

    private DataSet(string path, DataSetLayout layout)
    {
        Path = path;
        Layout = layout;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>How its labels are kept.</summary>
    public DataSetLayout Layout { get; }

    /// <summary>The recordings, in an order that is the same on every system.</summary>
    public IReadOnlyList<DataItem> Items => items;

    /// <summary>What is wrong or doubtful about labels and sounds.</summary>
    public IReadOnlyList<LabelProblem> Problems => problems;

    /// <summary>Opens a data set: reads all labels, and the headers of all sounds.</summary>
    /// <param name="dir">The folder.</param>
    /// <param name="warn">Takes one line for each problem.</param>
    /// <param name="progress">Takes the done fraction, 0 to 1.</param>
    /// <param name="keepGoing">
    /// What can't be used (a track with a wrong line, an empty sound) is listed in <see cref="Problems"/> and left out, instead of
    /// ending the work at the first one. For surveys; who trains or evaluates wants to know.
    /// </param>
    /// <param name="tracks">Where the label tracks lie, when not beside the sounds: each has its sound's path within the folder, and the ending <c>.txt</c>.</param>
    /// <exception cref="UserFaultException">
    /// <see cref="FaultKind.Dataset"/>: no such folder, no sounds, no labels; <see cref="FaultKind.Labels"/>,
    /// <see cref="FaultKind.Sound"/>: a file can't be used; <see cref="FaultKind.MissingDependency"/>: libsndfile is missing.
    /// </exception>
    public static DataSet Open(string dir, Action<string>? warn = null, IProgress<double>? progress = null, bool keepGoing = false, string? tracks = null)
    {
        var folder = new DataFolder(dir);
        if (folder.Sounds.Count == 0)
        {
            throw new UserFaultException(FaultKind.Dataset, $"{dir}: no sound files in it (wav, flac, ogg, mp3)");
        }

        var listing = (tracks is null
            ? LabelTrackLayout.TryList(folder, folder) ?? ClipListLayout.TryList(folder) ?? ClassFolderLayout.TryList(folder)
            : LabelTrackLayout.TryList(folder, new DataFolder(tracks))
                ?? throw new UserFaultException(FaultKind.Dataset, $"--tracks {tracks}: no label track there has the name of a sound in {dir}"))
            ?? throw new UserFaultException(
                FaultKind.Dataset,
                $"{dir}: has sounds and no labels; put a label track (same name, .txt) beside each, or a CSV with columns file and class, or make a folder for each class");
        var set = new DataSet(dir, listing.Layout);
        var reporter = new Reporter(set.problems, warn, keepGoing);
        foreach (var problem in listing.Problems)
        {
            reporter.Add(problem);
        }

        for (var i = 0; i < listing.Sounds.Count; i++)
        {
            if (OpenItem(listing.Sounds[i], reporter) is { } item)
            {
                set.items.Add(item);
            }

            progress?.Report((i + 1.0) / listing.Sounds.Count);
        }

        return set.items.Count > 0
            ? set
            : throw new UserFaultException(FaultKind.Dataset, $"{dir}: not one usable recording{(set.problems.Count > 0 ? $"; first problem: {set.problems[0]}" : "")}");
    }

    private static DataItem? OpenItem(ListedSound listed, Reporter reporter)
    {
        var file = listed.SoundPath;
        try
        {
            var sound = SoundFile.Inspect(file);
            if (listed.TrackPath is not { } track)
            {
                return new DataItem(file, listed.Group, listed.ClipLabel, listed.Fold, Events: null) { Seconds = sound.Seconds };
            }

            file = track;
            var found = new List<LabelProblem>();
            var text = TextFile.Read(track, FaultKind.Labels);
            var events = LabelTrack.Parse(track, text, sound.Seconds > 0 ? sound.Seconds : null, found);
            found.ForEach(reporter.Add);
            return found.Exists(problem => problem.IsError)
                ? null
                : new DataItem(listed.SoundPath, listed.Group, listed.ClipLabel, listed.Fold, events) { Seconds = sound.Seconds };
        }
        catch (UserFaultException fault) when (reporter.KeepGoing && fault.Kind is FaultKind.Sound or FaultKind.Labels)
        {
            var prefix = $"{file}: ";
            var what = fault.Message.StartsWith(prefix, StringComparison.Ordinal) ? fault.Message[prefix.Length..] : fault.Message;
            reporter.Add(new LabelProblem(file, null, what, IsError: true));
            return null;
        }
    }

    private sealed record Reporter(List<LabelProblem> Problems, Action<string>? Warn, bool KeepGoing)
    {
        public void Add(LabelProblem problem)
        {
            if (problem.IsError && !KeepGoing)
            {
                throw new UserFaultException(FaultKind.Labels, problem.ToString());
            }

            Problems.Add(problem);
            Warn?.Invoke(problem.ToString());
        }
    }
}
