using System.Globalization;
using System.Text.RegularExpressions;
using Esp32Aed.VirtualBoard;

namespace Esp32Aed.Soak;

/// <summary>
/// What the sensor has recorded, and whether each event of it was stored exactly once. A record is owed when the outbox has taken it: the sensor prints
/// that, or, where the power was cut before it could, the drive has the record afterwards. What was heard since is gone with the power.
/// </summary>
internal sealed partial class Ledger
{
    private readonly List<LedgerEntry> entries = [];
    private readonly Dictionary<int, string> logs = [];

    /// <summary>Events of records that the outbox has taken.</summary>
    public long Recorded { get; private set; }

    /// <summary>Events heard, whatever became of them.</summary>
    public long Heard { get; private set; }

    /// <summary>What did not agree, a line each.</summary>
    public List<string> Oddities { get; } = [];

    /// <summary>Notes what one start has heard and recorded, and compares with what lies on the drive after it.</summary>
    /// <param name="boot">Its boot number.</param>
    /// <param name="heard">Events heard.</param>
    /// <param name="log">Lines that the sensor printed.</param>
    /// <param name="waiting">The records on the drive, oldest first: all from the first that has not been delivered.</param>
    public void Note(int boot, int heard, IReadOnlyList<string> log, IReadOnlyList<LedgerEntry> waiting)
    {
        Heard += heard;
        var lines = string.Join(" | ", log);
        var records = log.Select(line => RecordLine().Match(line)).Where(match => match.Success).ToList();
        if (records.Count > 0 && !logs.TryAdd(boot, lines))
        {
            Oddities.Add($"boot {boot} made records twice: {logs[boot]} ... {lines}");
        }

        var left = (long)heard;
        foreach (var match in records)
        {
            var sequence = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            var count = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            if (sequence != entries.Count)
            {
                Oddities.Add($"boot {boot}: record {sequence} came where {entries.Count} was the next");
            }

            Take(new LedgerEntry(boot, sequence, 1, count));
            left -= count;
        }

        if (waiting.Count == 0)
        {
            return;
        }

        var first = entries.FindLastIndex(entry => entry.Identity == waiting[0].Identity);
        var owed = first < 0 ? [] : entries[first..];
        var more = waiting.Sum(entry => entry.Events) - owed.Sum(entry => entry.Events);
        if (waiting.Sum(entry => entry.Records) == owed.Count + 1 && more >= 0 && more <= left && (first >= 0 || waiting[0].Identity == (boot, entries.Count)))
        {
            Take(new LedgerEntry(boot, entries.Count, 1, more));
        }
        else if (first < 0 || more != 0 || waiting.Sum(entry => entry.Records) != owed.Count)
        {
            Oddities.Add($"boot {boot}, {left} more heard than printed: on the drive {string.Join(' ', waiting)}; owed {string.Join(' ', owed)}; log {lines}");
        }
    }

    /// <summary>Compares with what receivers have stored after removing duplicates; records of the sensor's health count nothing.</summary>
    public LedgerBalance Compare(IReadOnlyCollection<PostedRecord> stored)
    {
        var at = new Dictionary<(int, int), int>();
        for (var i = 0; i < entries.Count; i++)
        {
            at.TryAdd(entries[i].Identity, i);
        }

        long sum = 0, lost = 0, doubled = 0;
        var end = 0;
        foreach (var (record, first) in stored.Where(r => r.Counts.Count > 0).Select(r => (r, at.GetValueOrDefault((r.Boot, r.Sequence), -1))).OrderBy(p => p.Item2))
        {
            var count = record.Counts.Values.Sum();
            sum += count;
            if (first < end)
            {
                Oddities.Add($"boot {record.Boot} record {record.Sequence}: {count} events of {record.Records} records, {(first < 0 ? "never recorded" : "within another that is stored")}");
                doubled += count;
                continue;
            }

            lost += Missing(entries[end..first]);
            end = Math.Min(first + record.Records, entries.Count);
            var owed = entries[first..end].Sum(entry => entry.Events);
            if (owed != count)
            {
                Oddities.Add($"boot {record.Boot} record {record.Sequence}: {count} events of {record.Records} records, {owed} were recorded: {string.Join(' ', entries[first..end])}");
            }

            lost += Math.Max(0, owed - count);
            doubled += Math.Max(0, count - owed);
        }

        lost += Missing(entries[end..]);
        return new LedgerBalance(Recorded, sum, lost, doubled, Heard - Recorded);
    }

    [GeneratedRegex(@"^record (\d+): \S+ (\d+)")]
    private static partial Regex RecordLine();

    private void Take(LedgerEntry entry)
    {
        entries.Add(entry);
        Recorded += entry.Events;
    }

    private long Missing(List<LedgerEntry> never)
    {
        if (never.Count > 0)
        {
            Oddities.Add($"never arrived: {string.Join(' ', never)}");
        }

        return never.Sum(entry => entry.Events);
    }
}
