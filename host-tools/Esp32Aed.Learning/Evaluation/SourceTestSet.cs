using System.Globalization;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Evaluation;

/// <summary>An event of a test soundscape.</summary>
/// <param name="Onset">Start, seconds.</param>
/// <param name="Offset">End, seconds.</param>
/// <param name="Label">What it is.</param>
/// <param name="Source">The recording it was cut from.</param>
/// <param name="SnrDb">Signal-to-noise ratio; not a number where the table has none.</param>
public sealed record SourceEvent(double Onset, double Offset, string Label, string Source, double SnrDb);

/// <summary>One test soundscape.</summary>
/// <param name="Path">The sound.</param>
/// <param name="Events">Its events of all labels.</param>
public sealed record SourceScene(string Path, IReadOnlyList<SourceEvent> Events);

/// <summary>
/// A folder of test soundscapes whose events name the recordings they were cut from: <c>events.csv</c> with columns <c>file</c>, <c>onset</c>,
/// <c>offset</c>, <c>label</c>, <c>source</c> and perhaps <c>snr_db</c>, beside the sounds. A sound that it does not name has no events.
/// </summary>
public static class SourceTestSet
{
    /// <summary>The table.</summary>
    public const string Name = "events.csv";

    /// <summary>Reads the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="labels">Classes that it must have events of.</param>
    /// <exception cref="UserFaultException">
    /// <see cref="FaultKind.Dataset"/>: no folder, no sounds, no table, no event of a class, or it names a sound that is not there; <see cref="FaultKind.Labels"/>: the table can't be used.
    /// </exception>
    public static IReadOnlyList<SourceScene> Read(string folder, params IReadOnlyCollection<string> labels)
    {
        var sounds = SoundFolder.List(folder);
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            throw new UserFaultException(FaultKind.Dataset, $"--test {folder}: has no {Name}; it needs one with columns file, onset, offset, label and source");
        }

        var events = ReadEvents(path).ToLookup(row => Path.GetFileNameWithoutExtension(row.File), row => row.Event, StringComparer.OrdinalIgnoreCase);
        var names = sounds.Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (labels.FirstOrDefault(label => !events.Any(ofFile => ofFile.Any(e => e.Label == label))) is { } without)
        {
            throw new UserFaultException(FaultKind.Dataset, $"{path}: has no event labelled '{without}'");
        }

        return events.FirstOrDefault(ofFile => !names.Contains(ofFile.Key)) is { } missing
            ? throw new UserFaultException(FaultKind.Dataset, $"{path}: names {missing.Key}, and there is no such sound in {folder}")
            : [.. sounds.Select(sound => new SourceScene(sound, [.. events[Path.GetFileNameWithoutExtension(sound)]]))];
    }

    private static IEnumerable<(string File, SourceEvent Event)> ReadEvents(string path)
    {
        var table = CsvTable.Read(path);
        var columns = ((string[])["file", "onset", "offset", "label", "source"]).Select(name => table.Column(name)).ToArray();
        if (columns.Contains(-1))
        {
            throw new UserFaultException(FaultKind.Labels, $"{path}: needs the columns file, onset, offset, label and source");
        }

        var snr = table.Column("snr_db");
        foreach (var row in table.Rows)
        {
            yield return (row[columns[0]], new SourceEvent(
                Number(path, row, columns[1]),
                Number(path, row, columns[2]),
                row[columns[3]],
                row[columns[4]],
                snr < 0 ? double.NaN : Number(path, row, snr)));
        }
    }

    private static double Number(string path, CsvTable.Row row, int column) =>
        double.TryParse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new UserFaultException(FaultKind.Labels, $"{path}:{row.Line}: '{row[column]}' is not a number");
}
