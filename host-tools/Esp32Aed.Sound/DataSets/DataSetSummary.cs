namespace Esp32Aed.Sound;

/// <summary>What a data set holds, counted.</summary>
/// <param name="Recordings">Recordings.</param>
/// <param name="Minutes">Their length together, minutes.</param>
/// <param name="Groups">Split units.</param>
/// <param name="Folds">Folds that the set prescribes; 0 when it leaves that open.</param>
/// <param name="WithoutEvents">Recordings whose label track is empty; 0 for clips.</param>
/// <param name="Labels">Per label, in order of name.</param>
public sealed record DataSetSummary(
    int Recordings, double Minutes, int Groups, int Folds, int WithoutEvents, IReadOnlyList<LabelSummary> Labels)
{
    /// <summary>Counts.</summary>
    public static DataSetSummary Of(DataSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        var labels = set.Items
            .SelectMany(Marks)
            .GroupBy(mark => mark.Label, StringComparer.Ordinal)
            .OrderBy(marks => marks.Key, StringComparer.Ordinal)
            .Select(marks => LabelSummary.Of(marks.Key, [.. marks]));
        return new DataSetSummary(
            set.Items.Count,
            set.Items.Sum(item => item.Seconds) / 60,
            set.Items.Select(item => item.Group).Distinct(StringComparer.Ordinal).Count(),
            set.Items.Where(item => item.Fold is not null).Select(item => item.Fold).Distinct().Count(),
            set.Items.Count(item => item.Events is { Count: 0 }),
            [.. labels]);
    }

    private static IEnumerable<LabelSummary.Mark> Marks(DataItem item)
    {
        var events = (item.Events ?? []).Select(e => new LabelSummary.Mark(e.Label, item.SoundPath, e.Offset - e.Onset, IsClip: false));
        return item.ClipLabel is { } label ? events.Append(new LabelSummary.Mark(label, item.SoundPath, item.Seconds, IsClip: true)) : events;
    }
}

/// <summary>How much of one label there is.</summary>
/// <param name="Label">The label.</param>
/// <param name="Events">Events with it.</param>
/// <param name="Clips">Whole recordings with it.</param>
/// <param name="Recordings">Recordings that contain it.</param>
/// <param name="Seconds">Length of its events and clips together.</param>
/// <param name="MedianSeconds">Median length of one.</param>
public sealed record LabelSummary(string Label, int Events, int Clips, int Recordings, double Seconds, double MedianSeconds)
{
    internal static LabelSummary Of(string label, IReadOnlyList<Mark> marks)
    {
        var lengths = marks.Select(mark => mark.Seconds).Order().ToList();
        var middle = lengths.Count / 2;
        var median = lengths.Count % 2 == 1 ? lengths[middle] : (lengths[middle - 1] + lengths[middle]) / 2;
        var clips = marks.Count(mark => mark.IsClip);
        var recordings = marks.Select(mark => mark.Recording).Distinct(StringComparer.Ordinal).Count();
        return new LabelSummary(label, marks.Count - clips, clips, recordings, lengths.Sum(), median);
    }

    /// <summary>One event or clip.</summary>
    internal readonly record struct Mark(string Label, string Recording, double Seconds, bool IsClip);
}
