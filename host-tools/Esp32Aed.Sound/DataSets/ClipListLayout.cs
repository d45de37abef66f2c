using System.Globalization;

namespace Esp32Aed.Sound;

/// <summary>
/// CSV lists as of ESC-50, in the folder or in its <c>meta</c>; sounds beside the list, in the folder or in its <c>audio</c>.
/// Split unit: the origin (freesound id), so that two takes of one source never come to lie on both sides.
/// </summary>
internal sealed class ClipListLayout
{
    private readonly DataFolder folder;
    private readonly List<ListedSound> sounds = [];
    private readonly List<LabelProblem> problems = [];
    private readonly HashSet<string> listed = new(StringComparer.Ordinal);

    private ClipListLayout(DataFolder folder) => this.folder = folder;

    /// <summary>Lists what the CSVs list; <see langword="null"/> when no CSV has the columns.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Labels"/>: a CSV can't be read.</exception>
    public static Listing? TryList(DataFolder folder)
    {
        var layout = new ClipListLayout(folder);
        var found = false;
        foreach (var csv in CsvFiles(folder.Path).Concat(CsvFiles(Path.Combine(folder.Path, "meta"))))
        {
            if (ClipTable.TryRead(csv) is { } table)
            {
                found = true;
                layout.Add(csv, table);
            }
        }

        return found ? layout.ToListing() : null;
    }

    private static IEnumerable<string> CsvFiles(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.csv", new EnumerationOptions()).Order(StringComparer.Ordinal) : [];

    private void Add(string csv, ClipTable table)
    {
        foreach (var row in table.Rows)
        {
            if (row.File.Length == 0 || row.Class.Length == 0)
            {
                problems.Add(new LabelProblem(csv, row.Line, "needs both a file and a class", IsError: true));
            }
            else if (Find(csv, row.File) is not { } sound)
            {
                problems.Add(new LabelProblem(csv, row.Line, $"{row.File}: no such sound file; left out"));
            }
            else if (!listed.Add(Path.GetFullPath(sound)))
            {
                problems.Add(new LabelProblem(csv, row.Line, $"{row.File}: listed before; left out"));
            }
            else
            {
                var group = row.Origin.Length > 0 ? row.Origin : folder.Stem(sound);
                sounds.Add(new ListedSound(sound, group, row.Class, Fold(csv, row), TrackPath: null));
            }
        }
    }

    private Listing ToListing()
    {
        var unlisted = folder.Sounds.Count(sound => !listed.Contains(Path.GetFullPath(sound)));
        if (unlisted > 0)
        {
            problems.Add(new LabelProblem(folder.Path, null, $"{unlisted} sound files are in no list; left out"));
        }

        return new Listing(DataSetLayout.ClipList, sounds, problems);
    }

    private string? Find(string csv, string file)
    {
        var beside = Path.GetDirectoryName(csv) ?? folder.Path;
        return new[] { beside, folder.Path, Path.Combine(folder.Path, "audio") }
            .Select(place => Path.Combine(place, file))
            .FirstOrDefault(File.Exists);
    }

    private int? Fold(string csv, ClipTable.Row row)
    {
        if (row.Fold.Length == 0)
        {
            return null;
        }

        if (int.TryParse(row.Fold, NumberStyles.None, CultureInfo.InvariantCulture, out var fold))
        {
            return fold;
        }

        problems.Add(new LabelProblem(csv, row.Line, $"fold '{row.Fold}' is not a whole number", IsError: true));
        return null;
    }
}
