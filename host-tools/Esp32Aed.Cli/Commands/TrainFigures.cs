using System.Globalization;
using Esp32Aed.Learning.Cards;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using Spectre.Console;

namespace Esp32Aed.Cli.Commands;

/// <summary>The figures of a training on labelled events, for people and for programs.</summary>
internal static class TrainFigures
{
    /// <summary>Prints them.</summary>
    public static void Show(Output output, TrainingResult result)
    {
        if (result.Validation is { } validation)
        {
            output.Line("int8, on recordings the model has not heard:");
            output.People.Write(ClassTable.Of(validation.Int8));
            output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"F1 at 200 ms: float {validation.Float.OverallEventsAt200Ms.F1:F3}, int8 {validation.Int8.OverallEventsAt200Ms.F1:F3}, {string.Join(", ", validation.AtGain.Select(g => string.Create(CultureInfo.InvariantCulture, $"at {g.Key:+0;-0} dB {g.Value.OverallEventsAt200Ms.F1:F3}")))}"));
        }

        foreach (var report in result.Test)
        {
            output.Line($"{report.Label} in test soundscapes, by models that never heard its origin:");
            var rows = new Table().AddColumns("SNR, dB", "events", "found", "false alarms", "F1");
            foreach (var row in report.Rows)
            {
                rows.AddRow([ClassTable.Figure(row.SnrDb, "0.#"), ClassTable.Figure(row.Events, "0"), ClassTable.Figure(row.Found, "0.#"), ClassTable.Figure(row.FalseAlarms, "0.#"), ClassTable.Figure(row.F1, "F3")]);
            }

            output.People.Write(rows);
            output.Line(FormattableString.Invariant($"mean F1 {report.MeanF1:F3}, {report.FalsePositivesPerMinute:F2} false positives per minute without the event"));
        }

        var table = new Table().AddColumns("front end against double precision", "log-mel dB", "MFCC dB");
        foreach (var row in result.Precision)
        {
            table.AddRow(Markup.Escape(row.Sound), ClassTable.Figure(row.Precision.LogMelDb, "F1"), ClassTable.Figure(row.Precision.MfccDb, "F1"));
        }

        output.People.Write(table);
    }

    /// <summary>The same for programs.</summary>
    public static object Json(TrainingResult result, IReadOnlyList<OperatingCurve> curves, string modelPath, int folds) => new
    {
        model = modelPath,
        checksum = result.Trained.Model.Checksum.ToString("x8", CultureInfo.InvariantCulture),
        recordings = result.Recordings.Count,
        minutes = result.Recordings.Sum(r => r.Seconds) / 60,
        folds,
        cv_event_f1_200ms = result.Validation?.Int8.OverallEventsAt200Ms.F1,
        cv_event_f1_100ms = result.Validation?.Int8.OverallEventsAt100Ms.F1,
        cv_float_event_f1_200ms = result.Validation?.Float.OverallEventsAt200Ms.F1,
        cv_float_event_f1_100ms = result.Validation?.Float.OverallEventsAt100Ms.F1,
        cv_event_f1_200ms_at_gain = result.Validation?.AtGain.Select(g => new { gain_db = g.Key, event_f1_200ms = g.Value.OverallEventsAt200Ms.F1 }),
        classes = result.Validation is { } validation ? ClassTable.Json(validation.Int8) : [],
        operating_point = curves.ToDictionary(curve => curve.Label, curve => new
        {
            on = curve.Chosen.On,
            recall = curve.Chosen.Recall,
            false_alarms_per_hour = curve.Chosen.FalseAlarmsPerHour,
            f1 = curve.Chosen.MeanF1,
            bias = curve.Chosen.Bias,
        }),
        shape = (result.Trained.Float as FloatNetwork)?.Shape.ToString(),
        learning_rounds = result.Trained.Curve?.Rounds,
        front_end = result.Precision.Select(row => new { sound = row.Sound, log_mel_snr_db = row.Precision.LogMelDb, mfcc_snr_db = row.Precision.MfccDb }),
        test = result.Test.Select(report => new
        {
            label = report.Label,
            mean_f1 = report.MeanF1,
            false_positives_per_minute = report.FalsePositivesPerMinute,
            minutes_without = report.MinutesWithout,
            by_snr = report.Rows.Select(row => new { snr_db = row.SnrDb, events = row.Events, found = row.Found, false_alarms = row.FalseAlarms, f1 = row.F1 }),
        }),
        seconds = result.Seconds,
    };
}
