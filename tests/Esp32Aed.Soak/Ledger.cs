using System.Globalization;
using System.Text.RegularExpressions;
using Esp32Aed.VirtualBoard;

namespace Esp32Aed.Soak;

/// <summary>
/// What the sensor has recorded, by its own word, and whether each event of it was stored exactly once. An event is owed when the outbox has taken its
/// record, which the sensor prints, or has it after a power cut; what was heard since the last record is gone with the power.
/// </summary>
internal sealed partial class Ledger
{
    private readonly List<Entry> entries = [];

    /// <summary>Events of records that the outbox has taken.</summary>
    public long Recorded { get; private set; }

    /// <summary>Events heard, whatever became of them.</summary>
    public long Heard { get; private set; }

    /// <summary>Events of intervals that were not recorded when the power was cut.</summary>
    public long Unrecorded { get; private set; }

    /// <summary>Notes what one start has heard and recorded.</summary>
    /// <param name="boot">Its boot number.</param>
    /// <param name="heard">Events heard.</param>
    /// <param name="log">Lines that the sensor printed.</param>
    /// <param name="keptMore">The outbox has a record more than was printed; null where that can't be told.</param>
    public void Note(int boot, int heard, IEnumerable<string> log, bool? keptMore)
    {
        Heard += heard;
        var recorded = 0;
        var sequence = 0;
        foreach (var match in log.Select(line => RecordLine().Match(line)).Where(match => match.Success))
        {
            sequence = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) + 1;
            var count = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            entries.Add(new Entry((boot, sequence - 1), count, true));
            recorded += count;
        }

        Recorded += recorded;

        if (heard > recorded && keptMore != false)
        {
            Doubtful.Add($"{boot}/{sequence}:{heard - recorded} {(keptMore is null ? "perhaps" : "kept")}");
            entries.Add(new Entry((boot, sequence), heard - recorded, keptMore == true));
        }
    }

    /// <summary>Records of which the power cut left no word, and what was made of them.</summary>
    public List<string> Doubtful { get; } = [];

    /// <summary>What did not agree, a line each.</summary>
    public List<string> Oddities { get; } = [];

    /// <summary>Compares with what receivers have stored after removing duplicates.</summary>
    public (long Events, long Stored, long Lost, long Doubled) Compare(IReadOnlyCollection<PostedRecord> stored)
    {
        var at = new Dictionary<(int, int), int>();
        for (var i = 0; i < entries.Count; i++)
        {
            at[entries[i].Identity] = i;
        }

        var firsts = stored.Select(r => (r.Boot, r.Sequence)).ToHashSet();
        long events = 0, sum = 0, lost = 0, doubled = 0;
        var end = 0;
        foreach (var (record, first) in stored.Where(r => r.Counts.Count > 0).Select(r => (r, at.GetValueOrDefault((r.Boot, r.Sequence), -1))).OrderBy(p => p.Item2))
        {
            var count = record.Counts.Values.Sum();
            sum += count;
            if (first < end)
            {
                // Unknown, or within a merged record that is stored already.
                Oddities.Add($"boot {record.Boot} record {record.Sequence}: {count} events of {record.Records} records, {(first < 0 ? "never recorded" : "within another that is stored")}");
                doubled += count;
                continue;
            }

            NoteMissing(end, first);
            lost += Owed(end, first);
            end = first + 1;
            var kept = entries[first].Count;
            for (var missing = record.Records - 1; missing > 0 && end < entries.Count && !firsts.Contains(entries[end].Identity); end++)
            {
                if (entries[end].IsOwed)
                {
                    kept += entries[end].Count;
                    missing--;
                }
                else if (count > kept + OwedWithin(end + 1, missing))
                {
                    kept += entries[end].Count;
                    missing--;
                }
            }

            if (kept != count)
            {
                Oddities.Add($"boot {record.Boot} record {record.Sequence}: {count} events of {record.Records} records, {kept} were recorded: {string.Join(' ', entries[first..end])}");
            }

            events += kept;
            lost += Math.Max(0, kept - count);
            doubled += Math.Max(0, count - kept);
        }

        NoteMissing(end, entries.Count);
        var rest = Owed(end, entries.Count);
        Unrecorded = Heard - events - lost - rest;
        return (events + lost + rest, sum, lost + rest, doubled);
    }

    private void NoteMissing(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (entries[i].IsOwed && entries[i].Count > 0)
            {
                Oddities.Add($"boot {entries[i].Identity.Boot} record {entries[i].Identity.Sequence}: {entries[i].Count} events never arrived");
            }
        }
    }

    [GeneratedRegex(@"^record (\d+): \S+ (\d+)")]
    private static partial Regex RecordLine();

    private long Owed(int from, int to)
    {
        long owed = 0;
        for (var i = from; i < to; i++)
        {
            owed += entries[i].IsOwed ? entries[i].Count : 0;
        }

        return owed;
    }

    private long OwedWithin(int from, int records)
    {
        long owed = 0;
        for (var i = from; i < entries.Count && records > 0; i++)
        {
            if (entries[i].IsOwed)
            {
                owed += entries[i].Count;
                records--;
            }
        }

        return owed;
    }

    private sealed record Entry((int Boot, int Sequence) Identity, int Count, bool IsOwed)
    {
        public override string ToString() => $"{Identity.Boot}/{Identity.Sequence}:{Count}{(IsOwed ? string.Empty : "?")}";
    }
}
