using Esp32Aed.Rates;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Evaluation;

/// <summary>
/// Gathers recordings and reports per class. Events of labels that are not reported are ignored. Counts are summed over
/// recordings before they are divided, as sed_eval sums over calls of <c>evaluate</c>. Not safe for concurrent use.
/// </summary>
public sealed class EvaluationReport
{
    private readonly ClassTotals[] totals;

    /// <summary>Starts an empty report on these labels, in this order.</summary>
    public EvaluationReport(IEnumerable<string> labels) => totals = [.. labels.Select(label => new ClassTotals(label))];

    /// <summary>Recordings added.</summary>
    public int Recordings { get; private set; }

    /// <summary>Minutes listened, over all recordings.</summary>
    public double Minutes { get; private set; }

    /// <summary>One row per label, in the constructor's order.</summary>
    public IReadOnlyList<ClassReport> Classes => [.. totals.Select(total => total.Report())];

    /// <summary>
    /// Matched, true and found events of all classes together at a 200 ms onset collar. sed_eval: <c>results_overall_metrics</c>
    /// (micro average) of the same <c>EventBasedMetrics</c>.
    /// </summary>
    public Score OverallEventsAt200Ms => totals.Select(total => total.EventsAt200Ms).Aggregate(default(Score), Score.Add);

    /// <summary>The same at 100 ms.</summary>
    public Score OverallEventsAt100Ms => totals.Select(total => total.EventsAt100Ms).Aggregate(default(Score), Score.Add);

    /// <summary>Active seconds of all classes together. sed_eval: micro average of <c>SegmentBasedMetrics</c>.</summary>
    public Score OverallSegments => totals.Select(total => total.Segments).Aggregate(default(Score), Score.Add);

    /// <summary>Adds one recording of the given length: what is true in it and what was found.</summary>
    public void Add(IReadOnlyCollection<LabelledEvent> reference, IReadOnlyCollection<LabelledEvent> estimated, double lengthSeconds)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(estimated);
        Recordings++;
        Minutes += lengthSeconds / 60;
        foreach (var total in totals)
        {
            total.Add(SpansOf(total.Label, reference), SpansOf(total.Label, estimated), lengthSeconds);
        }
    }

    private static List<(double Onset, double Offset)> SpansOf(string label, IEnumerable<LabelledEvent> events) =>
        [.. events.Where(e => string.Equals(e.Label, label, StringComparison.Ordinal)).Select(e => (e.Onset, e.Offset))];

    private sealed class ClassTotals(string label)
    {
        private readonly List<Stretch> found = [];
        private double minutesWithout;
        private int foundWithout;
        private int countErrors;
        private int having;
        private int rateWithin;
        private int beats;
        private int beatsWithin;

        public string Label => label;

        public Score EventsAt200Ms { get; private set; }

        public Score EventsAt100Ms { get; private set; }

        public Score Segments { get; private set; }

        public void Add(List<(double Onset, double Offset)> reference, List<(double Onset, double Offset)> estimated, double lengthSeconds)
        {
            EventsAt200Ms += Matched(reference, estimated, 0.2);
            EventsAt100Ms += Matched(reference, estimated, 0.1);
            Segments += SegmentMetrics.Compare(reference, estimated, lengthSeconds);
            found.Add(new Stretch(estimated.Count, lengthSeconds));
            countErrors += Math.Abs(estimated.Count - reference.Count);
            if (reference.Count == 0)
            {
                minutesWithout += lengthSeconds / 60;
                foundWithout += estimated.Count;
                return;
            }

            having++;
            rateWithin += IsWithin10Percent(estimated.Count, reference.Count) ? 1 : 0;
            if (lengthSeconds > 0 && BeatRate.FromOnsets(estimated.Select(e => e.Onset)) is { } beat)
            {
                beats++;
                beatsWithin += IsWithin10Percent(beat.PerMinute, 60 * reference.Count / lengthSeconds) ? 1 : 0;
            }
        }

        public ClassReport Report()
        {
            var none = new RateEstimate(double.NaN, double.NaN, double.NaN, Spacing.Random);
            return new ClassReport(
                label,
                EventsAt200Ms.F1,
                EventsAt100Ms.F1,
                EventsAt200Ms.Precision,
                EventsAt200Ms.Recall,
                Segments.F1,
                EventsAt200Ms.Reference,
                EventsAt200Ms.Estimated,
                Ratio(countErrors, found.Count),
                Ratio(foundWithout, minutesWithout),
                found.Exists(stretch => stretch.Seconds > 0) ? EventRate.FromStretches(found) : none,
                Ratio(rateWithin, having),
                beats,
                Ratio(beatsWithin, beats),
                new ClassValidation(label, EventsAt200Ms.Reference, EventsAt200Ms.TruePositives, foundWithout, minutesWithout));
        }

        private static bool IsWithin10Percent(double rate, double truth) => Math.Abs(rate - truth) <= 0.1 * truth;

        private static Score Matched(List<(double Onset, double Offset)> reference, List<(double Onset, double Offset)> estimated, double collar) =>
            new(EventMatching.Match(reference, estimated, collar).Count, reference.Count, estimated.Count);

        private static double Ratio(double amount, double per) => per == 0 ? double.NaN : amount / per;
    }
}
