using System.CommandLine;
using System.Globalization;
using System.Text;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Cards;
using Esp32Aed.Learning.Clips;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Learning.Mixing;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using Esp32Aed.Rates;
using Esp32Aed.Sound;
using Spectre.Console;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed train DIR --label L --out DIR</c>: from labelled recordings to a model and its card.</summary>
internal static class TrainCommand
{
    private const string CardName = "card.md";
    private const string Logistic = "logistic";
    private const string Cnn = "cnn";
    private const string Mfcc = "mfcc";
    private const string LogMel = "log-mel";

    private static readonly Argument<string> Dir = new("DIR") { Description = "Data set with labelled events, or with a class for each clip." };
    private static readonly Option<string[]> Labels = new("--label") { Description = "What to count; may be given more than once. Of clips: the classes, all if none is given." };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for the model and its card.", Required = true };
    private static readonly Option<int> FoldCount = new("--folds") { Description = "Folds of the cross-validation; 0 leaves it out.", DefaultValueFactory = _ => 4 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Shuffles the recordings into folds.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> RateHz = new("--rate-hz") { Description = "Sample rate of the model: 8000 or 16000.", DefaultValueFactory = _ => 8000 };
    private static readonly Option<string> Kind = new("--model") { Description = "logistic, or cnn: a small network, better and dearer.", DefaultValueFactory = _ => Logistic };
    private static readonly Option<string[]> Negatives = new("--negatives") { Description = "Folder of sounds with nothing to count: learned from, and mixed in as background; may be given more than once." };
    private static readonly Option<string> Features = new("--features") { Description = "mfcc, or log-mel: dearer, for sounds told apart by fine detail of their spectrum.", DefaultValueFactory = _ => Mfcc };
    private static readonly Option<string?> Shape = new("--shape") { Description = "Hidden layers of the cnn, each taps x dilation x channels, for example 1x1x9,3x1x12,3x2x12; without it they are searched for." };
    private static readonly Option<int?> Variants = new("--variants") { Description = "Random variants of each recording that the cnn learns from; mixed soundscapes need few." };
    private static readonly Option<string?> Tracks = new("--tracks") { Description = "Folder of the label tracks, when they don't lie beside the sounds." };
    private static readonly Option<string?> Test = new("--test") { Description = "Soundscapes with an events.csv that names each event's source: what models say that never heard the source." };
    private static readonly Option<int> Budget = new("--budget") { Description = "Most IL operations a frame for the cnn; 16000 for clips unless it is given.", DefaultValueFactory = _ => new NetworkSettings().Budget };
    private static readonly Option<double?> FalseAlarms = new("--false-alarms-per-hour") { Description = "Choose thresholds for the best F1 with no more false alarms than this." };
    private static readonly Option<bool> LeastBias = new("--least-bias") { Description = "Choose thresholds for a found count near the true one, instead of the best F1." };
    private static readonly Option<FileInfo?> Attribution = new("--attribution") { Description = "Text file that says who made the recordings and under which licence; goes into the card." };
    private static readonly Option<string[]> Unknown = new("--unknown") { Description = "Of clips: measure what a model that has never heard this class makes of it; may be given more than once." };

    public static Command Create()
    {
        var command = new Command("train", "Train a model on labelled recordings, quantise it to int8, and write it with its card.")
        {
            Dir, Labels, Out, Negatives, Tracks, Test, Kind, Features, Shape, Variants, Budget, FalseAlarms, LeastBias, FoldCount, Seed, RateHz, Attribution, Unknown,
        };
        command.SetAction((parsed, stop) => Task.FromResult(Train(parsed, stop)));
        return command;
    }

    private static int Train(ParseResult parsed, CancellationToken stop)
    {
        var output = new Output(parsed);
        var dir = parsed.GetRequiredValue(Dir);
        var labels = (parsed.GetValue(Labels) ?? []).Distinct(StringComparer.Ordinal).ToArray();
        var folder = parsed.GetRequiredValue(Out);
        var folds = parsed.GetValue(FoldCount);
        var seed = parsed.GetValue(Seed);
        var kind = parsed.GetValue(Kind)!;
        var budget = parsed.GetValue(Budget);
        var features = parsed.GetValue(Features)!;
        var tracks = parsed.GetValue(Tracks);
        var test = parsed.GetValue(Test);
        var settings = SettingsOf(kind, features, budget, ShapeOf(parsed.GetValue(Shape)), parsed.GetValue(Variants)) with { SampleRate = parsed.GetValue(RateHz), Goal = GoalOf(parsed) };
        Check(labels, folds, settings.SampleRate);
        var scenes = ReadTest(test, labels, folds);
        MakeFolder(folder);
        var attribution = ReadAttribution(parsed.GetValue(Attribution));

        var set = DataSet.Open(dir, Output.Warn, tracks: tracks);
        if (set.Layout != DataSetLayout.LabelTracks && kind == Cnn)
        {
            return OnClips(output, set, labels, parsed, settings.SampleRate, attribution, stop);
        }

        LabelledRecordings.Require(set);
        if (labels.Length == 0 || (parsed.GetValue(Unknown) ?? []).Length > 0)
        {
            throw new UserFaultException(
                FaultKind.Settings,
                labels.Length > 0 ? "--unknown: is for data sets with a class for each clip" : $"--label: say what to count; the labels of {dir} are {string.Join(", ", LabelledRecordings.LabelsOf(set))}");
        }

        var negativeFolders = parsed.GetValue(Negatives) ?? [];
        string[] negatives = [.. negativeFolders.SelectMany(SoundFolder.List)];
        var result = output.Progress("training", progress => TrainingRun.Run(set, labels, negatives, settings, folds, seed, Output.Warn, progress, stop));

        if (result.Validation is { } validated && scenes.Count > 0)
        {
            var sources = GroupTable.OfFolder(dir, MixedSet.SourcesName);
            result = result with { Test = output.Progress("testing", progress => SourceTest.Run(validated.Models, scenes, sources, Output.Warn, progress, stop)) };
        }

        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var command = MixedSet.CommandOf(dir) is { } mixing ? $"{mixing}\n    " : string.Empty;
        command += $"aed train {CommandText.Path(dir)} {string.Join(' ', labels.Select(label => $"--label {CommandText.Quoted(label)}"))} --out {CommandText.Path(folder)}{string.Concat(negativeFolders.Select(path => $" --negatives {CommandText.Path(path)}"))} --model {kind}{(kind == Cnn ? $" --budget {budget}" : string.Empty)} --folds {folds} --seed {seed} --rate-hz {settings.SampleRate}"
            + (features == Mfcc ? string.Empty : $" --features {features}")
            + (parsed.GetValue(Shape) is { } shape ? $" --shape {shape}" : string.Empty)
            + (parsed.GetValue(Variants) is { } variants ? $" --variants {variants}" : string.Empty)
            + (parsed.GetValue(FalseAlarms) is { } most ? string.Create(CultureInfo.InvariantCulture, $" --false-alarms-per-hour {most}") : string.Empty)
            + (parsed.GetValue(LeastBias) ? " --least-bias" : string.Empty)
            + (tracks is null ? string.Empty : $" --tracks {CommandText.Path(tracks)}")
            + (test is null ? string.Empty : $" --test {CommandText.Path(test)}")
            + (parsed.GetValue(Attribution) is { } file ? $" --attribution {CommandText.Path(file.ToString())}" : string.Empty);
        var cost = CostSummary.Of(result.Trained.Model);
        var curves = OperatingCurve.Of(result);
        var modelPath = Path.Combine(folder, ModelFile.Name);
        AtomicFile.Write(modelPath, stream => stream.Write(ModelWriter.ToBytes(result.Trained.Model)));
        CardPictures.Write(folder, OperatingCurvePicture.Write(curves), LearningCurvePicture.Write(result.Trained.Curve), confusion: null);
        AtomicFile.Write(Path.Combine(folder, CardName), stream => stream.Write(Encoding.UTF8.GetBytes(
            ModelCard.Write(result, curves, name, command, attribution, cost, folds, seed))));
        WriteValidation(folder, result);

        Show(output, result);
        output.Line(cost);
        output.Line(result.Validation is null ? $"wrote {modelPath} and its card" : $"wrote {modelPath}, its card and {ValidationFile.Name}");
        output.Result(Json(result, curves, modelPath, folds));
        return ExitCodes.Ok;
    }

    private static int OnClips(
        Output output, DataSet set, string[] labels, ParseResult parsed, int sampleRate, string attribution, CancellationToken stop)
    {
        if ((parsed.GetValue(Negatives) ?? []).Length > 0)
        {
            throw new UserFaultException(FaultKind.Settings, "--negatives: is for labelled events; give clips of such sounds a class of their own");
        }

        if (parsed.GetValue(FalseAlarms) is not null || parsed.GetValue(LeastBias))
        {
            throw new UserFaultException(FaultKind.Settings, "--false-alarms-per-hour and --least-bias choose thresholds by labelled events, and this set has a class for each clip");
        }

        var clips = ClipSet.Of(set, labels);
        var (folder, budget, folds, seed) = (parsed.GetRequiredValue(Out), BudgetOfClips(parsed), parsed.GetValue(FoldCount), parsed.GetValue(Seed));
        Check([.. clips.Classes], folds, sampleRate);
        var unknown = (parsed.GetValue(Unknown) ?? []).Distinct(StringComparer.Ordinal).ToArray();
        var command = $"aed train {CommandText.Path(set.Path)} {string.Concat(labels.Select(label => $"--label {CommandText.Quoted(label)} "))}--out {CommandText.Path(folder)} --model {Cnn} --budget {budget} --folds {folds} --seed {seed} --rate-hz {sampleRate}"
            + string.Concat(unknown.Select(label => $" --unknown {CommandText.Quoted(label)}"))
            + (parsed.GetValue(Attribution) is { } file ? $" --attribution {CommandText.Path(file.ToString())}" : string.Empty);
        return TrainClips.Run(output, clips, new TrainClips.Request(folder, budget, sampleRate, folds, seed, unknown, command, attribution), CardName, stop);
    }

    private static int BudgetOfClips(ParseResult parsed) =>
        parsed.GetResult(Budget) is { Implicit: false } ? parsed.GetValue(Budget) : TrainingSettings.OfClips.Network!.Budget;

    private static TrainingSettings SettingsOf(string kind, string features, int budget, NetworkShape? shape, int? variants)
    {
        if (features is not (Mfcc or LogMel))
        {
            throw new UserFaultException(FaultKind.Settings, $"--features {features}: must be {Mfcc} or {LogMel}");
        }

        if (variants is < 0 or > 100)
        {
            throw new UserFaultException(FaultKind.Settings, $"--variants {variants}: must be 0 to 100");
        }

        var ofNetwork = features == LogMel ? TrainingSettings.OfLogMelNetwork : TrainingSettings.OfNetwork;
        return kind switch
        {
            Logistic => features == LogMel ? new TrainingSettings { Coefficients = 0 } : new TrainingSettings(),
            Cnn => ofNetwork with { Network = ofNetwork.Network! with { Budget = budget, Shape = shape }, RandomVariants = variants ?? ofNetwork.RandomVariants },
            _ => throw new UserFaultException(FaultKind.Settings, $"--model {kind}: must be {Logistic} or {Cnn}"),
        };
    }

    private static NetworkShape? ShapeOf(string? text)
    {
        try
        {
            return text is null ? null : NetworkShape.Parse(text);
        }
        catch (FormatException error)
        {
            throw new UserFaultException(FaultKind.Settings, $"--shape {text}: {error.Message}", error);
        }
    }

    private static IReadOnlyList<SourceScene> ReadTest(string? folder, string[] labels, int folds) => (folder, folds) switch
    {
        (null, _) => [],
        (_, 0) => throw new UserFaultException(FaultKind.Settings, "--test: tests the models of the folds, and --folds 0 makes none"),
        _ => SourceTestSet.Read(folder, labels),
    };

    private static OperatingGoal GoalOf(ParseResult parsed) => (parsed.GetValue(FalseAlarms), parsed.GetValue(LeastBias)) switch
    {
        (null, false) => OperatingGoal.BestF1,
        (null, true) => OperatingGoal.LeastBias,
        (not null, true) => throw new UserFaultException(FaultKind.Settings, "--false-alarms-per-hour and --least-bias ask for different thresholds; give one of them"),
        ({ } most, _) => double.IsFinite(most) && most >= 0
            ? OperatingGoal.AtMost(most)
            : throw new UserFaultException(FaultKind.Settings, $"--false-alarms-per-hour {most}: must be 0 or more"),
    };

    private static void Check(string[] labels, int folds, int sampleRate)
    {
        if (folds is < 0 or 1 or > 20)
        {
            throw new UserFaultException(FaultKind.Settings, $"--folds {folds}: must be 0 or 2 to 20");
        }

        if (sampleRate is not (8000 or 16000))
        {
            throw new UserFaultException(FaultKind.Settings, $"--rate-hz {sampleRate}: must be 8000 or 16000");
        }

        if (labels.FirstOrDefault(label => label.Length is 0 or > 64 || label.Any(c => char.IsControl(c) || char.IsSurrogate(c))) is { } label)
        {
            throw new UserFaultException(FaultKind.Settings, $"--label '{label}': must have 1 to 64 characters, no control characters and no emoji; the board can't keep those");
        }
    }

    /// <summary>Recall and false alarms beside the model, for those who correct rates. Without cross-validation an older model's stay, and no longer fit.</summary>
    private static void WriteValidation(string folder, TrainingResult result)
    {
        if (result.Validation is { } validation)
        {
            var checksum = result.Trained.Model.Checksum.ToString("x8", CultureInfo.InvariantCulture);
            new ValidationFile(checksum, [.. validation.Int8.Classes.Select(c => c.Validation)]).Write(Path.Combine(folder, ValidationFile.Name));
        }
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Output, $"--out {folder}: no folder can be made there ({error.Message}); choose another", error);
        }
    }

    private static string ReadAttribution(FileInfo? file)
    {
        try
        {
            return file is null
                ? "No attribution was given (`--attribution FILE`): ask whoever trained this model before you pass it on."
                : File.ReadAllText(file.FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Settings, $"--attribution {file}: can't be read: {error.Message}", error);
        }
    }

    private static void Show(Output output, TrainingResult result)
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

    private static object Json(TrainingResult result, IReadOnlyList<OperatingCurve> curves, string modelPath, int folds) => new
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
