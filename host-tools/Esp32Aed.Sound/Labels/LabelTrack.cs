using System.Globalization;
using System.Text;

namespace Esp32Aed.Sound;

/// <summary>
/// Audacity label tracks: one event a line, <c>start TAB end TAB label</c>, seconds. Read as written by any system: decimal
/// points or commas, LF or CRLF, with or without byte order mark; blank lines and Audacity's lines of frequencies
/// (<c>\ TAB low TAB high</c>) are passed over. A label is the rest of its line, tabs and commas included.
/// </summary>
public static class LabelTrack
{
    /// <summary>Reads a label track, its events in order of onset.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warn">Takes one line (<c>file:line: what</c>) for each thing put right or doubtful: order, overlaps, zero length, beyond the end, no label.</param>
    /// <param name="seconds">Length of the sound, seconds, when known: events are cut there.</param>
    /// <exception cref="UserFaultException">
    /// <see cref="FaultKind.Labels"/>: the file can't be read; a line has no two times; a time is no number or negative; an end is before its start.
    /// </exception>
    public static IReadOnlyList<LabelledEvent> Read(string path, Action<string>? warn = null, double? seconds = null)
    {
        var problems = new List<LabelProblem>();
        var events = Parse(path, TextFile.Read(path, FaultKind.Labels), seconds, problems);
        if (problems.Find(problem => problem.IsError) is { } error)
        {
            throw new UserFaultException(FaultKind.Labels, error.ToString());
        }

        foreach (var problem in problems)
        {
            warn?.Invoke(problem.ToString());
        }

        return events;
    }

    /// <summary>Writes a label track: UTF-8, LF, decimal points, six decimals as Audacity does.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="events">The events, in the order they shall have.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Output"/>: it can't be written.</exception>
    public static void Write(string path, IEnumerable<LabelledEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var text = new StringBuilder();
        foreach (var e in events)
        {
            var label = e.Label.ReplaceLineEndings(" ");
            text.Append(CultureInfo.InvariantCulture, $"{e.Onset:F6}\t{e.Offset:F6}\t{label}\n");
        }

        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Reads a track's text; every problem is added to <paramref name="problems"/>, erroneous lines are left out.</summary>
    internal static IReadOnlyList<LabelledEvent> Parse(string path, string text, double? seconds, List<LabelProblem> problems)
    {
        var rows = new List<Row>();
        using var reader = new StringReader(text);
        for (var line = 1; reader.ReadLine() is { } written; line++)
        {
            if (string.IsNullOrWhiteSpace(written) || written[0] == '\\')
            {
                continue;
            }

            try
            {
                rows.Add(new Row(line, ParseLine(written)));
            }
            catch (FormatException error)
            {
                problems.Add(new LabelProblem(path, line, error.Message, IsError: true));
            }
        }

        return new LabelReview(path, seconds, problems).Review(rows);
    }

    private static LabelledEvent ParseLine(string written)
    {
        var fields = written.Split('\t', 3);
        if (fields.Length < 2)
        {
            throw new FormatException("not a label; a line is start, end and label with tabs between, for example 1.25<TAB>1.60<TAB>cough");
        }

        var onset = ParseSeconds(fields[0]);
        var offset = ParseSeconds(fields[1]);
        if (onset < 0 || offset < 0)
        {
            throw new FormatException("a time before the sound starts (negative); move the label into the sound");
        }

        if (offset < onset)
        {
            throw new FormatException("it ends before it starts; swap its times");
        }

        return new LabelledEvent(onset, offset, fields.Length == 3 ? fields[2].Trim() : "");
    }

    private static double ParseSeconds(string field) =>
        double.TryParse(field.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds)
            ? seconds
            : throw new FormatException($"'{(field.Length > 40 ? field[..40] + "..." : field)}' is not a time in seconds");

    /// <summary>An event and the line it stands on.</summary>
    internal readonly record struct Row(int Line, LabelledEvent Event);
}
