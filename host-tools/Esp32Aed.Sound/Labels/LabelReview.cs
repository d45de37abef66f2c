using System.Globalization;

namespace Esp32Aed.Sound;

/// <summary>Puts the events of one track in order and reports what is doubtful about them.</summary>
/// <param name="path">The track's file.</param>
/// <param name="seconds">Length of the sound, when known.</param>
/// <param name="problems">Takes what was found.</param>
internal sealed class LabelReview(string path, double? seconds, List<LabelProblem> problems)
{
    // Label editors and sound formats round differently: so much may a label stick out without a word.
    private const double RoundingSeconds = 0.02;
    private const double TouchingSeconds = 1e-6;

    /// <summary>The events in order of onset, cut at the end of the sound.</summary>
    public IReadOnlyList<LabelledEvent> Review(IReadOnlyList<LabelTrack.Row> rows)
    {
        ReportOrder(rows);
        var ordered = rows.OrderBy(row => row.Event.Onset).ThenBy(row => row.Event.Offset).ToList();
        ReportOverlaps(ordered);
        var events = new List<LabelledEvent>(ordered.Count);
        foreach (var row in ordered)
        {
            if (Settle(row) is { } settled)
            {
                events.Add(settled);
            }
        }

        return events;
    }

    private void ReportOrder(IReadOnlyList<LabelTrack.Row> rows)
    {
        for (var i = 1; i < rows.Count; i++)
        {
            if (rows[i].Event.Onset < rows[i - 1].Event.Onset)
            {
                Report(rows[i].Line, "out of order: it starts before the label above it; the labels were sorted");
                return;
            }
        }
    }

    private void ReportOverlaps(List<LabelTrack.Row> ordered)
    {
        var latest = new Dictionary<string, LabelTrack.Row>(StringComparer.Ordinal);
        foreach (var row in ordered)
        {
            var label = row.Event.Label;
            if (latest.TryGetValue(label, out var before) && row.Event.Onset < before.Event.Offset - TouchingSeconds)
            {
                Report(row.Line, $"overlaps the '{label}' of line {before.Line}; both were kept");
            }

            if (before.Event is null || row.Event.Offset > before.Event.Offset)
            {
                latest[label] = row;
            }
        }
    }

    private LabelledEvent? Settle(LabelTrack.Row row)
    {
        var (line, labelled) = row;
        if (labelled.Label.Length == 0)
        {
            Report(line, "has no label; left out");
            return null;
        }

        if (labelled.Onset == labelled.Offset)
        {
            Report(line, "has no length (a point label); kept");
        }

        if (seconds is not { } end || labelled.Offset <= end)
        {
            return labelled;
        }

        var length = end.ToString("0.###", CultureInfo.InvariantCulture);
        if (labelled.Onset >= end)
        {
            Report(line, $"lies beyond the end of the sound ({length} s); left out");
            return null;
        }

        if (labelled.Offset > end + RoundingSeconds)
        {
            Report(line, $"ends beyond the end of the sound ({length} s); cut there");
        }

        return labelled with { Offset = end };
    }

    private void Report(int line, string what) => problems.Add(new LabelProblem(path, line, what));
}
