using System.CommandLine;
using System.Globalization;
using Esp32Aed.Cost.Boards;
using Esp32Aed.Cost.Chain;
using Esp32Aed.Learning;
using Esp32Aed.Power;
using Spectre.Console;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed boards [MODEL]</c>: the boards that are known, and what each makes of a model.</summary>
internal static class BoardsCommand
{
    private const double RoomTemperature = 20;
    private const int Kibibyte = 1024;

    public static Command Create()
    {
        var model = new Argument<string?>("MODEL") { Description = "Model file, or the folder that holds it.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("boards", "List the boards that are known; with a model, whether each can run it and how long a battery lasts.") { model };
        command.SetAction((parsed, stop) => Task.FromResult(List(new Output(parsed), parsed.GetValue(model), stop)));
        return command;
    }

    private static int List(Output output, string? modelPath, CancellationToken stop)
    {
        var cost = modelPath is null ? null : CostOf(modelPath, stop);
        var table = new Table().AddColumns("board", "chip", "MHz", "managed heap", "flash", "application", "drive I:", "nanoff --target");
        foreach (var board in Board.All)
        {
            table.AddRow(
                board.Name,
                board.Chip,
                Whole(board.Megahertz),
                board.HeapBytes is { } heap ? $"{heap / Kibibyte} KiB" : "not known",
                $"{board.FlashMegabytes} MB",
                $"{Whole(board.DeploymentBytes / Kibibyte)} KiB",
                $"{Whole(board.DriveBytes / Kibibyte)} KiB",
                board.Target);
        }

        output.People.Write(table);
        foreach (var board in Board.All)
        {
            output.Line($"{board.Name}: {board.Note}{(board.LeavesRadioOn ? "; leaves an idle radio on while a sensor that never sleeps is awake" : string.Empty)}");
        }

        if (cost is not null)
        {
            output.People.Write(VerdictTable(cost));
            output.Line("days: one 18650 cell at 20 degrees, 60 s of listening every 600 s, a post each time (aed plan works out your own)");
        }

        output.Result(new { boards = Board.All.Select(board => Json(board, cost)) });
        return ExitCodes.Ok;
    }

    private static Table VerdictTable(ChainCost cost)
    {
        var table = new Table().AddColumns("board", "this model", "days, devkit", "days, battery-board");
        foreach (var board in Board.All)
        {
            table.AddRow(board.Name, Verdict.Of(cost, board).Reason, Days(Life(board, Carrier.Devkit)), Days(Life(board, Carrier.BatteryBoard)));
        }

        return table;
    }

    private static ChainCost CostOf(string path, CancellationToken stop)
    {
        var bytes = ModelFile.ReadBytes(path);
        var model = ModelFile.Parse(bytes, path);
        return ChainMeter.Measure(bytes, CostSound.Read(path: null, model), ChainVariant.Straight, stop: stop);
    }

    private static double Life(Board board, Carrier carrier) => DutyPlan.Of(
        new DutyCycle { HasAddress = true }, BatteryLife.CurrentsOf(board, carrier), Battery.Cell18650, RoomTemperature).Days;

    private static object Json(Board board, ChainCost? cost)
    {
        var verdict = cost is null ? null : Verdict.Of(cost, board);
        return new
        {
            name = board.Name,
            chip = board.Chip,
            megahertz = board.Megahertz,
            heap_bytes = board.HeapBytes,
            flash_mb = board.FlashMegabytes,
            deployment_bytes = board.DeploymentBytes,
            drive_bytes = board.DriveBytes,
            target = board.Target,
            leaves_radio_on = board.LeavesRadioOn,
            note = board.Note,
            verdict = verdict is null ? null : CostSummary.NameOf(verdict.Fit),
            load = verdict?.Load,
            days_devkit = cost is null ? (double?)null : Life(board, Carrier.Devkit),
            days_battery_board = cost is null ? (double?)null : Life(board, Carrier.BatteryBoard),
        };
    }

    private static string Days(double days) => days.ToString("F1", CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
