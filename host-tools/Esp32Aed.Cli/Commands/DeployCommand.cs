using System.CommandLine;
using System.Globalization;
using Esp32Aed.Cost.Boards;
using Esp32Aed.Cost.Chain;
using Esp32Aed.Deployment;
using Esp32Aed.Deployment.Nanoff;
using Esp32Aed.Deployment.Secrets;
using Esp32Aed.Learning;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed deploy --config nf.config --port COM3</c>: a sensor onto a board, by nanoff.</summary>
internal static class DeployCommand
{
    /// <summary>Name of the command.</summary>
    public const string Name = "deploy";

    /// <summary>How long it may take to end after Ctrl+C.</summary>
    public static readonly TimeSpan CleanUpPatience = TimeSpan.FromMinutes(1);

    private static readonly string DefaultImage = Path.Combine("firmware", "Esp32Aed.Sensor", "bin", "Release", "Esp32Aed.Sensor.bin");

    private static readonly Option<FileInfo> Config = new("--config") { Description = "Settings of the sensor, nf.config; certificates lie beside it.", Required = true };
    private static readonly Option<string> Port = new("--port") { Description = "Serial port of the board, such as COM3 or /dev/ttyUSB0.", Required = true };
    private static readonly Option<string?> ModelPath = new("--model") { Description = "Model file or its folder, instead of the file beside nf.config that it names." };
    private static readonly Option<string?> BoardName = new("--board") { Description = "Board (see aed boards), instead of the one that nf.config names." };
    private static readonly Option<string?> Target = new("--target") { Description = "nanoFramework's image, instead of the board's own." };
    private static readonly Option<string> Image = new("--image") { Description = "The built sensor.", DefaultValueFactory = _ => DefaultImage };
    private static readonly Option<string[]> Only = new("--only") { Description = "One step alone, once for each: firmware, files, network or application." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Print the commands and files, and do nothing." };

    public static Command Create()
    {
        var command = new Command(Name, "Put firmware, files, Wi-Fi settings and the sensor onto a board, by nanoff.") { Config, Port, ModelPath, BoardName, Target, Image, Only, DryRun };
        command.SetAction(async (parsed, stop) =>
        {
            try
            {
                // On a thread of its own: while an action has not yet returned its task, a signal ends the process at once, with secrets on the disk.
                return await Task.Run(() => Deploy(new Output(parsed), parsed, stop), CancellationToken.None).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Console.Error.WriteLine("aed: stopped");
                return ExitCodes.Stopped;
            }
        });
        return command;
    }

    private static async Task<int> Deploy(Output output, ParseResult parsed, CancellationToken stop)
    {
        var config = ConfigFile.Read(parsed.GetRequiredValue(Config));
        var board = KnownBoard.Of(parsed.GetValue(BoardName), config.Settings);
        var steps = Steps(parsed.GetValue(Only) ?? []);
        byte[] model = [];
        if (steps.Contains(DeployStep.Files) || steps.Contains(DeployStep.Application))
        {
            model = ModelFile.ReadBytes(parsed.GetValue(ModelPath) ?? Path.Combine(config.Folder, config.Settings.ModelFile));
            RequireFit(output, config, model, board, stop);
        }

        var image = parsed.GetRequiredValue(Image);
        var isDry = parsed.GetValue(DryRun);
        if (steps.Contains(DeployStep.Application) && !(isDry && image == DefaultImage))
        {
            RequireImage(image, board);
        }

        var deployment = new BoardDeployment
        {
            Config = config,
            Model = model,
            Board = board,
            Port = parsed.GetRequiredValue(Port),
            Target = parsed.GetValue(Target) ?? board.Target,
            Image = Path.GetFullPath(image),
            Steps = steps,
            Again = CommandOf(parsed),
        };
        if (isDry)
        {
            deployment.Show(output);
            return ExitCodes.Ok;
        }

        var tool = NanoffTool.Find();
        await deployment.RunAsync(tool, output, stop).ConfigureAwait(false);
        return ExitCodes.Ok;
    }

    private static string CommandOf(ParseResult parsed)
    {
        (Option Option, string? Value)[] given =
        [
            (Config, parsed.GetRequiredValue(Config).ToString()),
            (Port, parsed.GetRequiredValue(Port)),
            (ModelPath, parsed.GetValue(ModelPath)),
            (BoardName, parsed.GetValue(BoardName)),
            (Target, parsed.GetValue(Target)),
            (Image, parsed.GetRequiredValue(Image) is var image && image == DefaultImage ? null : image),
        ];
        return "aed deploy" + string.Concat(given.Where(option => option.Value is not null).Select(option => $" {option.Option.Name} {CommandText.Quoted(option.Value!)}"));
    }

    private static List<DeployStep> Steps(string[] names) => names.Length == 0
        ? [.. Enum.GetValues<DeployStep>()]
        : [.. names.Select(StepOf).Distinct().Order()];

    private static DeployStep StepOf(string name)
    {
        var at = Enum.GetValues<DeployStep>().Select(DeployProgress.Name).ToList().IndexOf(name);
        return at >= 0
            ? (DeployStep)at
            : throw new UserFaultException(FaultKind.Settings, $"--only {name}: unknown; choose firmware, files, network or application");
    }

    private static void RequireFit(Output output, ConfigFile config, byte[] bytes, Board board, CancellationToken stop)
    {
        var model = ModelFile.Parse(bytes, config.Settings.ModelFile);
        SensorCost.Require(config.Settings, model, config.Settings.ModelFile);
        var cost = SensorCost.Measure(config.Settings, bytes, model, CostSound.Read(path: null, model), stop);
        var verdict = Verdict.Of(cost, board);
        if (verdict.Fit == Fit.Not)
        {
            throw new UserFaultException(FaultKind.Settings, $"{config.Settings.ModelFile} on {board.Name}: {verdict.Reason}; take another model or board (aed boards MODEL)");
        }

        output.Line(CostSummary.Of(cost, board));
        if (verdict.Fit == Fit.DutyCycle)
        {
            Output.Warn($"{config.Settings.ModelFile} on {board.Name} {verdict.Reason}");
        }
    }

    private static void RequireImage(string path, Board board)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new UserFaultException(
                FaultKind.Settings, $"--image {path}: no such file; build firmware/Esp32Aed.Firmware.sln as Release (Visual Studio with the nanoFramework extension), or name the .bin");
        }

        if (file.Length > board.DeploymentBytes)
        {
            throw new UserFaultException(FaultKind.Settings, string.Create(
                CultureInfo.InvariantCulture, $"--image {path}: {file.Length} bytes, and {board.Name} has room for {board.DeploymentBytes}; build it as Release"));
        }
    }
}
