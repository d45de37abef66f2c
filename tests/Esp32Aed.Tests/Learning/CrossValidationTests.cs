using System.Globalization;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Cards;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Cross-validation of two folds on synthetic bubbles, and the card that states its figures.</summary>
public sealed class CrossValidationTests
{
    private static readonly TrainingSettings Settings = SynthTraining.Settings;
    private static readonly IReadOnlyList<TrainingRecording> Recordings = [.. SynthTraining.Prepared.Select(p => p.Recording)];
    private static readonly CrossValidationResult Result = CrossValidation.Run(
        SynthTraining.Prepared, SynthTraining.Labels, Settings, Folds.Assign(Recordings, SynthTraining.Labels, 2, 1), 1, [], [-20, 12]);

    [Fact]
    public void Every_recording_is_held_out_once()
    {
        var true0 = Recordings.Sum(r => r.Events.Count);
        foreach (var report in Result.AtGain.Values.Append(Result.Int8).Append(Result.Float))
        {
            Assert.Equal(Recordings.Count, report.Recordings);
            Assert.Equal(true0, report.Classes[0].TrueCount);
        }

        Assert.Equal(true0, Result.HeldOut[0].Sum(scored => scored.Events.Count));
        Assert.Equal(Recordings.Count, Result.HeldOut[0].Count);
    }

    [Fact]
    public void Bubbles_are_found_at_every_gain_and_as_well_by_integers()
    {
        var f1 = Result.Int8.OverallEventsAt200Ms.F1;
        Assert.True(f1 > 0.6, $"F1 {f1:F3}");
        Assert.All(Result.AtGain.Values.Append(Result.Float), report => Assert.InRange(report.OverallEventsAt200Ms.F1, f1 - 0.1, 1));
    }

    [Fact]
    public void The_models_had_not_heard_what_they_are_judged_on()
    {
        // The model that was trained on everything gives other logits.
        var trainer = new ModelTrainer(Settings, SynthTraining.Labels, seed: 1);
        var scored = SynthTraining.Prepared.Select(p => trainer.Score(SynthTraining.Trained, p)[0].Logits);

        Assert.All(scored, logits => Assert.DoesNotContain(Result.HeldOut[0], held => held.Logits.SequenceEqual(logits)));
    }

    [Fact]
    public void The_card_states_every_figure_of_the_result()
    {
        var precision = PrecisionReport.Measure(Settings, Recordings);
        var training = new TrainingResult(SynthTraining.Trained, Settings, Recordings, Result, precision, 1);

        var card = ModelCard.Write(training, OperatingCurve.Of(training), "bubbles", "aed train SYNTH", "  Made up; CC0.\n", "cost: some", 2, 7);

        var model = SynthTraining.Trained.Model;
        Assert.All(
            ["# bubbles", "    aed train SYNTH\n", "\nMade up; CC0.\n", "2-fold", "seed 7", $"{model.Checksum:x8}", $"{ModelWriter.ToBytes(model).Length} bytes"],
            text => Assert.Contains(text, card, StringComparison.Ordinal));
        AssertRow(card, "int8", Result.Int8);
        AssertRow(card, "float", Result.Float);
        AssertRow(card, "int8, played at -20 dB", Result.AtGain[-20]);
        AssertRow(card, "int8, played at +12 dB (clipped)", Result.AtGain[12]);
        Assert.Contains($"| log-mel | {string.Join(" | ", precision.Select(row => Invariant($"{row.Precision.LogMelDb:F1}")))} |", card, StringComparison.Ordinal);
        Assert.Contains($"| MFCC | {string.Join(" | ", precision.Select(row => Invariant($"{row.Precision.MfccDb:F1}")))} |", card, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', card);
    }

    [Fact]
    public void A_card_without_cross_validation_says_so()
    {
        var training = new TrainingResult(SynthTraining.Trained, Settings, Recordings, null, [], 1);

        var card = ModelCard.Write(training, OperatingCurve.Of(training), "n", "c", "a", "cost", 0, 1);

        Assert.Contains("trained without cross-validation", card, StringComparison.Ordinal);
        Assert.Contains("None: it takes a cross-validation", card, StringComparison.Ordinal);
        Assert.DoesNotContain(".svg", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_can_not_break_the_card()
    {
        var model = Detection.Model.Parse(ModelWriter.ToBytes(SynthTraining.Trained.Model));
        model.Labels = ["a|b <i> & c"];
        var training = new TrainingResult(SynthTraining.Trained with { Model = model }, Settings, Recordings, Result, [], 1);

        var card = ModelCard.Write(training, OperatingCurve.Of(training), "n", "c", "a", "cost", 2, 1);

        Assert.DoesNotContain("a|b", card, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", card, StringComparison.Ordinal);
        Assert.Contains("| a\\|b &lt;i&gt; &amp; c |", card, StringComparison.Ordinal);
    }

    private static void AssertRow(string card, string chain, EvaluationReport report)
    {
        var c = report.Classes[0];
        Assert.Contains(
            Invariant($"| {chain} | bubble | {c.EventF1At200Ms:F3} | {c.EventF1At100Ms:F3} | {c.Precision:F3} | {c.Recall:F3} | {c.SegmentF1:F3} | {c.TrueCount} | {c.FoundCount} | {c.CountMaePerFile:F2} | {c.FalsePositivesPerMinute:F2} |"),
            card,
            StringComparison.Ordinal);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
