using System.Globalization;
using System.Text;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Learning.Networks;

namespace Esp32Aed.Learning.Training;

/// <summary>The card that goes with a model: what it was made from, what it reaches, what it costs to store, and where it is weak.</summary>
public static class ModelCard
{
    /// <summary>Writes the card, Markdown.</summary>
    /// <param name="result">The training.</param>
    /// <param name="name">What the model is called.</param>
    /// <param name="command">The command that makes the model and prints every figure of the card.</param>
    /// <param name="attribution">Who made the recordings, and their licence; Markdown.</param>
    /// <param name="folds">Folds of the cross-validation.</param>
    /// <param name="seed">Seed of the folds.</param>
    public static string Write(TrainingResult result, string name, string command, string attribution, int folds, int seed)
    {
        var model = result.Trained.Model;
        var card = new StringBuilder();
        Line(card, $"# {name}");
        Line(card, $"");
        Line(card, $"Counts: {string.Join(", ", model.Labels)}. Every figure below is printed by this command, which also makes the model:");
        Line(card, $"");
        Line(card, $"    {command}");
        Line(card, $"");
        Line(card, $"## Data");
        Line(card, $"");
        Line(card, $"{result.Recordings.Count} recordings, {result.Recordings.Sum(r => r.Seconds) / 60:F1} minutes; {string.Join(", ", model.Labels.Select(label => $"{Count(result, label)} events labelled {label} in {Having(result, label)} recordings"))}.");
        Line(card, $"");
        Line(card, $"{attribution.Trim()}");
        Line(card, $"");
        Figures(card, result, folds, seed);
        Precision(card, result.Precision);
        Structure(card, result);
        var frontEnd = model.FrontEnd;
        Line(card, $"## Known weaknesses");
        Line(card, $"");
        Line(card, $"* The figures hold for sounds like the recordings above. Another microphone, room or distance may give others: record some minutes of the place, label them and run `aed evaluate`.");
        Line(card, $"* Sounds that were not among the recordings without events may be counted; `false/min` above is measured on those recordings only.");
        Line(card, $"* The first seconds after a start are judged before the running mean (time constant {(1 << frontEnd.MeanShift) * model.HopLength / (double)model.SampleRate:F1} s) has settled.");
        Line(card, $"* Events masked by louder sounds are not counted, and events within one or two frames ({model.HopLength * 1000 / model.SampleRate} ms each) count as one.");
        return card.ToString();
    }

    private static void Figures(StringBuilder card, TrainingResult result, int folds, int seed)
    {
        if (result.Validation is not { } validation)
        {
            Line(card, $"## Figures");
            Line(card, $"");
            Line(card, $"None: the model was trained without cross-validation.");
            Line(card, $"");
            return;
        }

        Line(card, $"## Figures on recordings the model has not heard");
        Line(card, $"");
        Line(card, $"{folds}-fold cross-validation, split by recording (seed {seed}); thresholds, too, were chosen on the training folds. Onset collar 200 ms and 100 ms, one-to-one matching. The shipped model was then trained on all recordings.");
        Line(card, $"");
        Line(card, $"| chain | label | F1 200 ms | F1 100 ms | precision | recall | segment F1 | true | found | count error/file | false/min |");
        Line(card, $"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        Rows(card, "int8", validation.Int8);
        Rows(card, "float", validation.Float);
        foreach (var (gain, report) in validation.AtGain)
        {
            Rows(card, FormattableString.Invariant($"int8, played at {gain:+0;-0} dB{(gain > 0 ? " (clipped)" : "")}"), report);
        }

        Line(card, $"");
    }

    private static void Rows(StringBuilder card, string chain, EvaluationReport report)
    {
        foreach (var c in report.Classes)
        {
            Line(card, $"| {chain} | {c.Label} | {c.EventF1At200Ms:F3} | {c.EventF1At100Ms:F3} | {c.Precision:F3} | {c.Recall:F3} | {c.SegmentF1:F3} | {c.TrueCount} | {c.FoundCount} | {c.CountMaePerFile:F2} | {c.FalsePositivesPerMinute:F2} |");
        }
    }

    /// <summary>The section about the front end.</summary>
    internal static void Precision(StringBuilder card, IReadOnlyList<PrecisionRow> rows)
    {
        Line(card, $"## Front end against double precision");
        Line(card, $"");
        Line(card, $"Signal-to-noise ratio of the integer front end against an independent one in double precision, dB.");
        Line(card, $"");
        Line(card, $"| | {string.Join(" | ", rows.Select(row => row.Sound))} |");
        Line(card, $"| --- |{string.Concat(Enumerable.Repeat(" --- |", rows.Count))}");
        Line(card, $"| log-mel | {string.Join(" | ", rows.Select(row => row.Precision.LogMelDb.ToString("F1", CultureInfo.InvariantCulture)))} |");
        if (rows.All(row => double.IsFinite(row.Precision.MfccDb)))
        {
            Line(card, $"| MFCC | {string.Join(" | ", rows.Select(row => row.Precision.MfccDb.ToString("F1", CultureInfo.InvariantCulture)))} |");
        }

        Line(card, $"");
    }

    /// <summary>The section about the model's structure.</summary>
    internal static void Structure(StringBuilder card, TrainingResult result)
    {
        var model = result.Trained.Model;
        var frontEnd = model.FrontEnd;
        Line(card, $"## The model");
        Line(card, $"");
        Line(card, $"* Checksum {model.Checksum:x8}, {ModelWriter.ToBytes(model).Length} bytes.");
        Line(card, $"* {frontEnd.SampleRate} Hz, frames of {frontEnd.FrameLength} samples, hop {frontEnd.HopLength}; {frontEnd.MelEdges.Length - 2} mel bands from {result.Settings.LowHertz:F0} Hz, {frontEnd.Coefficients} MFCC, {frontEnd.FeatureCount} features a frame.");
        var weights = model.Network is { } network ? network.Layers.Sum(layer => layer.Weights.Length) : model.Logistic.Sum(ofClass => ofClass.Weights.Length);
        var kind = result.Trained.Float is FloatNetwork floats ? $"A network of causal convolutions (taps x dilation x channels: {floats.Shape})" : "Logistic";
        Line(card, $"* {kind}, {model.Context} frames of context ({model.LookAhead} after the frame that is judged), {weights} int8 weights.");
        for (var c = 0; c < model.Labels.Length; c++)
        {
            var d = model.Decoders[c];
            Line(card, $"* Events of {model.Labels[c]}: on {d.On / 256.0:F2}, off {d.Off / 256.0:F2}, split after a fall of {d.SplitFall / 256.0:F2} and a rise of {d.SplitRise / 256.0:F2} (logits); at least {d.MinimumLength} and {d.MinimumGap} frames apart; times shifted by {d.ShiftMs} ms.");
        }

        Line(card, $"");
    }

    private static int Count(TrainingResult result, string label) => result.Recordings.Sum(r => r.Events.Count(e => e.Label == label));

    private static int Having(TrainingResult result, string label) => result.Recordings.Count(r => r.Events.Any(e => e.Label == label));

    private static void Line(StringBuilder card, FormattableString text) => card.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
