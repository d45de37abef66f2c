using Esp32Aed.Detection;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Errors;

/// <summary>How often one class was missed and falsely found.</summary>
/// <param name="Label">The class.</param>
/// <param name="Score">Matched, labelled and found events.</param>
/// <param name="MissesAboveThreshold">Misses near whose onset the score did reach the threshold: found too early or late, joined to a neighbour, or too short.</param>
/// <param name="FalseAlarmsNearEvents">False alarms that have a labelled onset of the class within a second: most are the same event, found too early or late, or split.</param>
public sealed record ClassErrors(string Label, Score Score, int MissesAboveThreshold, int FalseAlarmsNearEvents)
{
    /// <summary>Labelled events that were not found.</summary>
    public int Misses => Score.Reference - Score.TruePositives;

    /// <summary>Found events that are not labelled.</summary>
    public int FalseAlarms => Score.Estimated - Score.TruePositives;
}

/// <summary>
/// Gathers the errors of a model on labelled recordings, worst first: (1) the integer chain hears a recording, (2) found events are matched with
/// labelled ones at 200 ms, (3) what is left over on either side is an error. Only the worst keep their sound.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="labels">Classes whose errors are wanted.</param>
/// <param name="most">How many misses, and how many false alarms, are kept.</param>
public sealed class ErrorSearch(Model model, IReadOnlyList<string> labels, int most)
{
    /// <summary>Within how many seconds an onset is found.</summary>
    public const double Collar = 0.2;

    private const double Near = 1;

    private readonly Dictionary<string, ClassErrors> classes =
        labels.ToDictionary(label => label, label => new ClassErrors(label, default, 0, 0), StringComparer.Ordinal);

    private readonly List<ErrorClip> misses = [];
    private readonly List<ErrorClip> falseAlarms = [];

    /// <summary>Recordings heard.</summary>
    public int Recordings { get; private set; }

    /// <summary>The counts of each class.</summary>
    public IReadOnlyList<ClassErrors> Classes => [.. labels.Select(label => classes[label])];

    /// <summary>The misses of which the model was surest that nothing was there; the surest first.</summary>
    public IReadOnlyList<ErrorClip> Misses => misses;

    /// <summary>The false alarms of which it was surest; the surest first.</summary>
    public IReadOnlyList<ErrorClip> FalseAlarms => falseAlarms;

    /// <summary>Hears one more recording.</summary>
    /// <param name="recording">The recording; its name is what the errors call it.</param>
    /// <param name="stop">Stops it.</param>
    public void Add(TrainingRecording recording, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var trace = ChainTrace.Of(model, recording.Samples, stop);
        var found = trace.Events.Select(e => e.ToLabel()).ToArray();
        Recordings++;
        for (var c = 0; c < model.Labels.Length; c++)
        {
            if (classes.ContainsKey(model.Labels[c]))
            {
                AddClass(recording, trace, found, c);
            }
        }

        KeepWorst(misses);
        KeepWorst(falseAlarms);
    }

    private void AddClass(TrainingRecording recording, ChainTrace trace, LabelledEvent[] found, int c)
    {
        var label = model.Labels[c];
        var trueOnes = recording.Events.Where(IsOfClass).ToArray();
        var foundOnes = trace.Events.Where(e => string.Equals(e.Label, label, StringComparison.Ordinal)).ToArray();
        var pairs = EventMatching.Match([.. trueOnes.Select(e => (e.Onset, e.Offset))], [.. foundOnes.Select(e => (e.Onset, e.Offset))], Collar);
        var threshold = model.Decoders[c].On / 256.0;

        DetectionError[] missed =
        [
            .. Except(trueOnes, pairs.Select(pair => pair.Reference)).Select(e => new DetectionError(
                ErrorKind.Miss, label, recording.Name, e.Onset, e.Offset, PeakNear(trace, c, e.Onset), threshold, NearestTo(e.Onset, foundOnes.Select(f => f.Onset)), OtherAt(e.Onset, found))),
        ];
        DetectionError[] invented =
        [
            .. Except(foundOnes, pairs.Select(pair => pair.Estimated)).Select(e => new DetectionError(
                ErrorKind.FalseAlarm, label, recording.Name, e.Onset, e.Offset, e.PeakLogit, threshold, NearestTo(e.Onset, trueOnes.Select(t => t.Onset)), OtherAt(e.Onset, recording.Events))),
        ];

        var cutter = new ClipCutter(model, recording, trace, found, c);
        misses.AddRange(Worst(missed).Select(error => new ErrorClip(error, cutter.Around(error.Onset))));
        falseAlarms.AddRange(Worst(invented).Select(error => new ErrorClip(error, cutter.Around(error.Onset))));
        var before = classes[label];
        classes[label] = new ClassErrors(
            label,
            before.Score + new Score(pairs.Count, trueOnes.Length, foundOnes.Length),
            before.MissesAboveThreshold + missed.Count(error => error.Margin >= 0),
            before.FalseAlarmsNearEvents + invented.Count(error => error.Nearest is not null));

        bool IsOfClass(LabelledEvent e) => string.Equals(e.Label, label, StringComparison.Ordinal);

        string? OtherAt(double onset, IEnumerable<LabelledEvent> events) =>
            events.FirstOrDefault(e => !IsOfClass(e) && Math.Abs(e.Onset - onset) <= Collar)?.Label;
    }

    private static double PeakNear(ChainTrace trace, int c, double onset)
    {
        var from = Math.Min(trace.HopFrom(c, onset - Collar), trace.Scores[c].Count - 1);
        var count = Math.Max(trace.HopFrom(c, onset + Collar) - from, 1);
        return trace.Scores[c].Skip(from).Take(count).Max() / 256.0;
    }

    private static double? NearestTo(double onset, IEnumerable<double> onsets) =>
        onsets.Select(other => (double?)(other - onset)).Where(away => Math.Abs(away!.Value) <= Near).MinBy(away => Math.Abs(away!.Value));

    private static IEnumerable<T> Except<T>(T[] events, IEnumerable<int> matched)
    {
        var set = matched.ToHashSet();
        return events.Where((_, i) => !set.Contains(i));
    }

    private IEnumerable<DetectionError> Worst(IEnumerable<DetectionError> errors) => errors.OrderByDescending(error => error.Confidence).Take(most);

    private void KeepWorst(List<ErrorClip> clips)
    {
        // A stable order: recordings come in the order of their data set.
        var worst = clips.OrderByDescending(clip => clip.Error.Confidence).Take(most).ToArray();
        clips.Clear();
        clips.AddRange(worst);
    }
}
