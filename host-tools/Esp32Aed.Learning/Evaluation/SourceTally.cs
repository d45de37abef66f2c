using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Evaluation;

/// <summary>
/// Counts for one class what each of K models found. Found and true onsets are matched one to one within 200 ms
/// (<see cref="EventMatching"/>); true are all events of the class, whoever heard their origin. An event counts as found by the share of matches among the models
/// that never heard its origin: one model where the origin is among the training recordings, all K where it is not. Found events
/// without a match are false alarms, whichever model made them: a soundscape has the mean of their number over all K models. A soundscape belongs to the ratio of
/// its first event of the class; found, events and false alarms are summed over the soundscapes of a ratio before F1 is formed. Soundscapes without
/// the class give the false positives per minute and nothing else.
/// </summary>
/// <param name="label">The class.</param>
/// <param name="heard">Per model, the groups it was trained on.</param>
/// <param name="sources">Groups of the recordings that events were cut from; what it does not know is its own group, named as the file without folder and ending.</param>
internal sealed class SourceTally(string label, IReadOnlyList<IReadOnlySet<string>> heard, GroupTable sources)
{
    private const double Collar = 0.2;

    private readonly Dictionary<double, SourceTestRow> rows = [];
    private double minutesWithout;
    private double alarmsWithout;

    /// <summary>Adds a soundscape.</summary>
    /// <param name="all">Its events of all labels.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="foundByModels">Per model, what it found of all labels.</param>
    public void Add(IReadOnlyList<SourceEvent> all, double seconds, IReadOnlyList<IReadOnlyList<LabelledEvent>> foundByModels)
    {
        SourceEvent[] events = [.. all.Where(e => e.Label == label).OrderBy(e => e.Onset)];
        double[][] weights = [.. events.Select(WeightsOf)];
        double found = 0;
        double alarms = 0;
        for (var k = 0; k < heard.Count; k++)
        {
            (double, double)[] estimated = [.. foundByModels[k].Where(e => e.Label == label).Select(e => (e.Onset, e.Offset))];
            var pairs = EventMatching.Match([.. events.Select(e => (e.Onset, e.Offset))], estimated, Collar);
            found += pairs.Sum(pair => weights[pair.Reference][k]);
            alarms += (double)(estimated.Length - pairs.Count) / heard.Count;
        }

        if (events.Length == 0)
        {
            minutesWithout += seconds / 60;
            alarmsWithout += alarms;
            return;
        }

        var snr = events[0].SnrDb;
        var row = rows.GetValueOrDefault(snr) ?? new SourceTestRow(snr, 0, 0, 0);
        rows[snr] = row with { Events = row.Events + events.Length, Found = row.Found + found, FalseAlarms = row.FalseAlarms + alarms };
    }

    /// <summary>What was counted.</summary>
    public SourceTestReport Report() => new(label, [.. rows.Values.OrderBy(row => row.SnrDb)], alarmsWithout / minutesWithout, minutesWithout);

    /// <summary>What a match by each model counts: 1 / number of models that never heard the event's origin, 0 for the others.</summary>
    private double[] WeightsOf(SourceEvent e)
    {
        var group = sources.Of(e.Source) ?? Path.GetFileNameWithoutExtension(e.Source);
        var strangers = heard.Select(groups => !groups.Contains(group)).ToArray();
        return [.. strangers.Select(stranger => stranger ? 1.0 / strangers.Count(s => s) : 0)];
    }
}
