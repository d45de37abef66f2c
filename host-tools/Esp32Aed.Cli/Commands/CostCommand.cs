using System.CommandLine;
using System.Globalization;
using Esp32Aed.Cost.Boards;
using Esp32Aed.Cost.Calibrating;
using Esp32Aed.Cost.Chain;
using Esp32Aed.Cost.Sensor;
using Esp32Aed.Learning;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;
using Spectre.Console;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed cost MODEL</c>: what a model costs on a board, before one is flashed.</summary>
internal static class CostCommand
{
    private const int BarWidth = 30;
    private const int LargestMethods = 10;

    private static readonly Argument<string> ModelPath = new("MODEL") { Description = "Model file, or the folder that holds it." };
    private static readonly Option<string?> SoundPath = new("--sound") { Description = "Recording, or folder of recordings, to run on; a test sound if left out." };
    private static readonly Option<string> BoardName = new("--board")
    {
        Description = $"Board to judge for: {string.Join(", ", Board.All.Select(board => board.Name))}.",
        DefaultValueFactory = _ => Board.All[0].Name,
    };

    private static readonly Option<string?> CalibratePath = new("--calibrate")
    {
        Description = "What the self-test image (firmware/Esp32Aed.SelfTest) printed on your board: its times replace the estimates, "
            + "scaled by IL operations where MODEL is not the self-test's.",
    };

    private static readonly Option<string> KernelName = new("--kernel")
    {
        Description = "What computes the spectrum: straight (fewest operations), compact (less code, the same bits; as [model] kernel in nf.config) or textbook (plain stages).",
        DefaultValueFactory = _ => "straight",
    };

    private static readonly Option<string> ClassifierName = new("--classifier")
    {
        Description = "How the weights are kept: packed (in the model file, which can be replaced on a flashed board) or generated (as code: aed generate).",
        DefaultValueFactory = _ => ClassifierCosts.Packed,
    };

    public static Command Create()
    {
        var command = new Command("cost", "Count the IL operations of a model's chain and predict its load on a board.") { ModelPath, SoundPath, BoardName, KernelName, ClassifierName, CalibratePath };
        command.SetAction((parsed, stop) => Task.FromResult(Cost(parsed, stop)));
        return command;
    }

    private static int Cost(ParseResult parsed, CancellationToken stop)
    {
        var output = new Output(parsed);
        var board = KnownBoard.Of(parsed.GetRequiredValue(BoardName), "--board");
        var kernel = parsed.GetRequiredValue(KernelName);
        if (!Enum.TryParse<ChainVariant>(kernel, ignoreCase: true, out var variant) || !Enum.IsDefined(variant) || char.IsDigit(kernel[0]))
        {
            throw new UserFaultException(FaultKind.Settings, $"--kernel {kernel}: unknown; choose straight, compact or textbook");
        }

        var classifier = parsed.GetRequiredValue(ClassifierName);
        ClassifierCosts.RequireKnown(classifier);
        var path = parsed.GetRequiredValue(ModelPath);
        var bytes = ModelFile.ReadBytes(path);
        var model = ModelFile.Parse(bytes, path);
        var samples = CostSound.Read(parsed.GetValue(SoundPath), model);

        var printoutPath = parsed.GetValue(CalibratePath);
        var printout = printoutPath is null ? null : BoardCalibration.Read(printoutPath);

        var (cost, classifiers, judge, textbook, precision) = output.Progress("counting", progress =>
        {
            var forms = ClassifierCosts.Measure(bytes, samples, variant, stop);
            progress.Report(0.4);
            var ofClips = JudgeCosts.Measure(bytes, samples, variant, stop);
            var plain = ChainMeter.Measure(bytes, samples, ChainVariant.Textbook, stop: stop);
            progress.Report(0.6);
            var rows = PrecisionReport.Measure(model, samples, variant == ChainVariant.Textbook ? [] : null);
            progress.Report(1);
            return (forms.Of(classifier), forms, ofClips, plain, rows);
        });

        var loop = SensorLoopCost.OperationsPerHop(File.ReadAllBytes(typeof(CountingSensor).Assembly.Location));
        var calibration = printout is null ? null : BoardCalibration.Of(printoutPath!, printout, cost, model, variant, stop);
        var ratio = textbook.CostPerFrame / cost.CostPerFrame;
        var logMelDb = precision.Min(row => row.Precision.LogMelDb);
        var mfccDb = precision.Min(row => row.Precision.MfccDb);
        output.People.Write(StageTable(cost, board, calibration?.Times, output.People.Profile.Capabilities.Unicode ? '█' : '#'));
        if (calibration is null)
        {
            output.People.Write(BoardTable(cost));
        }
        else
        {
            foreach (var line in calibration.Origin())
            {
                output.Line(line);
            }
        }

        output.People.Write(CodeTable(cost));
        output.Line(classifiers.Summary());
        if (judge is not null)
        {
            output.Line(judge.Summary());
        }

        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"dearest frame {cost.WorstFrame:N0} IL operations; managed heap about {cost.HeapBytes:N0} bytes for chain and model, {cost.BufferBytes:N0} for the microphone's buffers"));
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"the sensor's loop adds at most {loop} IL operations a frame, for microphone, clock and load; the plain textbook chain costs {ratio:F2} times as much; worst precision against double: log-mel {Decibels(logMelDb)}, MFCC {Decibels(mfccDb)}"));
        if (cost.UnknownOperations > 0)
        {
            Output.Warn($"{cost.UnknownOperations} executed operations are not in the price list; they are taken as dear");
        }

        output.Line(calibration?.Summary(board) ?? CostSummary.Of(cost, board));
        output.Result(Json(cost, classifiers, judge, loop, board, calibration, ratio, logMelDb, mfccDb));
        return ExitCodes.Ok;
    }

    private static Table StageTable(ChainCost cost, Board board, Calibration? measured, char mark)
    {
        var table = new Table().AddColumns("stage", "IL a frame", "cost a frame", measured is null ? $"ms on {board.Name}" : "ms on your board", "share of the cost");
        foreach (var stage in cost.Stages)
        {
            var il = (double)stage.Operations / cost.Frames;
            var share = stage.Cost / cost.Frames / cost.CostPerFrame;
            table.AddRow(
                stage.Name,
                Whole(il),
                Whole(stage.Cost / cost.Frames),
                Milliseconds(measured?.StageMs(stage.Name) ?? board.FrameMs(il, Board.Plan)),
                string.Create(CultureInfo.InvariantCulture, $"{new string(mark, (int)Math.Round(BarWidth * share))} {100 * share:F1} %"));
        }

        return table.AddRow(
            "all", Whole(cost.IlPerFrame), Whole(cost.CostPerFrame), Milliseconds(measured?.FrameMs ?? board.FrameMs(cost.IlPerFrame, Board.Plan)), string.Empty);
    }

    private static Table BoardTable(ChainCost cost)
    {
        var table = new Table().AddColumns(["board", "MHz", .. Board.Speeds.Select(speed => $"{speed.Name}: ms, load"), "verdict by plan"]);
        foreach (var board in Board.All)
        {
            table.AddRow([board.Name, Whole(board.Megahertz), .. Board.Speeds.Select(Predicted), Short(Verdict.Of(cost, board))]);

            string Predicted(Speed speed) => string.Create(
                CultureInfo.InvariantCulture, $"{board.FrameMs(cost.IlPerFrame, speed):F1}, {100 * board.FrameMs(cost.IlPerFrame, speed) / cost.HopMs:F0} %");
        }

        return table;
    }

    private static string Short(Verdict verdict) => verdict.Fit switch
    {
        Fit.Continuously => "continuously",
        Fit.DutyCycle => string.Create(CultureInfo.InvariantCulture, $"{100 * verdict.ListeningShare:F0} % of the time"),
        _ => "does not fit",
    };

    private static Table CodeTable(ChainCost cost)
    {
        var table = new Table().AddColumns("code", "IL bytes", "IL operations a frame");
        foreach (var (assembly, bytes) in cost.AssemblyBytes)
        {
            table.AddRow(assembly, Whole(bytes), Whole(cost.Methods.Where(method => method.Assembly == assembly).Sum(method => method.Operations) / (double)cost.Frames));
        }

        table.AddRow("what runs in a frame", Whole(cost.RunningCodeBytes), Whole(cost.IlPerFrame));
        foreach (var method in cost.Methods.OrderByDescending(method => method.Operations).Take(LargestMethods))
        {
            table.AddRow("  " + Markup.Escape(method.Name), Whole(method.IlBytes), Whole((double)method.Operations / cost.Frames));
        }

        return table;
    }

    private static object Json(ChainCost cost, ClassifierCosts classifiers, JudgeCosts? judge, int loop, Board board, BoardCalibration? calibration, double ratio, double logMelDb, double mfccDb)
    {
        var verdict = calibration?.Judge(board) ?? Verdict.Of(cost, board);
        return new
        {
            frames = cost.Frames,
            hop_ms = cost.HopMs,
            il_per_frame = cost.IlPerFrame,
            cost_per_frame = cost.CostPerFrame,
            il_worst_frame = cost.WorstFrame,
            sensor_loop_il_per_frame = loop,
            stages = cost.Stages.Select(stage => new { name = stage.Name, il_per_frame = (double)stage.Operations / cost.Frames, cost_per_frame = stage.Cost / cost.Frames }),
            classifier = classifiers.Json(),
            clips = judge?.Json(),
            code_bytes = cost.CodeBytes,
            running_code_bytes = cost.RunningCodeBytes,
            assemblies = cost.AssemblyBytes.Select(assembly => new
            {
                name = assembly.Key,
                il_bytes = assembly.Value,
                methods = cost.Methods.Where(method => method.Assembly == assembly.Key).Select(method => new
                {
                    name = method.Name,
                    il_bytes = method.IlBytes,
                    il_per_frame = (double)method.Operations / cost.Frames,
                }),
            }),
            heap_bytes = cost.HeapBytes,
            buffer_bytes = cost.BufferBytes,
            textbook_cost_ratio = ratio,
            log_mel_snr_db = logMelDb,
            mfcc_snr_db = mfccDb,
            board = board.Name,
            speeds = calibration is null ? Board.Speeds.Select(Predicted) : null,
            calibration = calibration?.Json(),
            verdict = CostSummary.NameOf(verdict.Fit),
            listening_share = verdict.ListeningShare,
        };

        object Predicted(Speed speed) => new
        {
            name = speed.Name,
            ms_per_frame = board.FrameMs(cost.IlPerFrame, speed),
            load = board.FrameMs(cost.IlPerFrame, speed) / cost.HopMs,
        };
    }

    private static string Milliseconds(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Decibels(double value) =>
        double.IsFinite(value) ? string.Create(CultureInfo.InvariantCulture, $"{value:F1} dB") : "none";
}
