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
    public IReadOnlyList<ClassReport> Classes => [.. totals.Select(total => total.Report(Recordings, Minutes))];

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
        private double minutesWithout;
        private int foundWithout;
        private int countErrors;

        public string Label => label;

        public Score EventsAt200Ms { get; private set; }

        public Score EventsAt100Ms { get; private set; }

        public Score Segments { get; private set; }

        public void Add(List<(double Onset, double Offset)> reference, List<(double Onset, double Offset)> estimated, double lengthSeconds)
        {
            EventsAt200Ms += Matched(reference, estimated, 0.2);
            EventsAt100Ms += Matched(reference, estimated, 0.1);
            Segments += SegmentMetrics.Compare(reference, estimated, lengthSeconds);
            countErrors += Math.Abs(estimated.Count - reference.Count);
            if (reference.Count == 0)
            {
                minutesWithout += lengthSeconds / 60;
                foundWithout += estimated.Count;
            }
        }

        public ClassReport Report(int recordings, double minutes)
        {
            var found = EventsAt200Ms.Estimated;
            var (low, high) = PoissonInterval.Garwood(found);
            return new ClassReport(
                label,
                EventsAt200Ms.F1,
                EventsAt100Ms.F1,
                EventsAt200Ms.Precision,
                EventsAt200Ms.Recall,
                Segments.F1,
                EventsAt200Ms.Reference,
                found,
                Ratio(countErrors, recordings),
                Ratio(foundWithout, minutesWithout),
                Ratio(found, minutes),
                Ratio(low, minutes),
                Ratio(high, minutes));
        }

        private static Score Matched(List<(double Onset, double Offset)> reference, List<(double Onset, double Offset)> estimated, double collar) =>
            new(EventMatching.Match(reference, estimated, collar).Count, reference.Count, estimated.Count);

        private static double Ratio(double amount, double per) => per == 0 ? double.NaN : amount / per;
    }
}
