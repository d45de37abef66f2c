using System.Globalization;
using System.Text;
using Esp32Aed.Cost.Boards;
using Esp32Aed.Deployment;
using Esp32Aed.Deployment.Nanoff;
using Esp32Aed.Deployment.Secrets;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli;

/// <summary>One deployment: what is sent, and the runs of nanoff that send it.</summary>
internal sealed class BoardDeployment
{
    private const string ShownFolder = "PRIVATE-FOLDER";
    private const string Masked = "***";

    public required ConfigFile Config { get; init; }

    public required byte[] Model { get; init; }

    public required Board Board { get; init; }

    public required string Port { get; init; }

    public required string Target { get; init; }

    public required string Image { get; init; }

    public required IReadOnlyList<DeployStep> Steps { get; init; }

    /// <summary>The command, without <c>--only</c>.</summary>
    public required string Again { get; init; }

    private IEnumerable<SecretNeed> Needs =>
        (Steps.Contains(DeployStep.Network) ? [SecretNeed.WifiName, SecretNeed.WifiPassword] : Enumerable.Empty<SecretNeed>())
        .Concat(Steps.Contains(DeployStep.Files) ? SecretNeed.OfFiles(Config.Settings) : []);

    /// <summary>Prints what would be run and sent. Secrets are neither asked for nor shown nor written.</summary>
    public void Show(Output output)
    {
        output.Line($"would run, with {ShownFolder} for a temporary folder that only you can read:");
        foreach (var step in Steps)
        {
            output.Line($"  nanoff {string.Join(' ', Arguments(step, ShownFolder).Select(CommandText.Quoted))}");
        }

        var masked = SecretSet.Gather(Needs, file: null, _ => Masked, ask: null);
        if (Steps.Contains(DeployStep.Files))
        {
            var files = BoardFiles.Of(Config.Config, Config.Folder, Model, SecretSet.Gather([], file: null, _ => null, ask: null), DateTimeOffset.UtcNow);
            output.Line($"{FileDeployment.FileName}:");
            output.Line(FileDeployment.Json(Port, files.Select(Shown), file => $"{ShownFolder}/{file.Name}"));
            output.Line($"{SecretSet.FileName}: {string.Join(", ", Needs.Where(need => need.Section is not null).Select(need => $"[{need.Section}] {need.Key} = {Masked} ({need.Variable})"))}");
        }

        if (Steps.Contains(DeployStep.Network))
        {
            output.Line($"{NetworkDeployment.FileName}:");
            output.Line(NetworkDeployment.Json(
                Port, masked.Find(SecretNeed.WifiName)!, masked.Find(SecretNeed.WifiPassword), Config.Settings.Wifi, AuthorityFile is null ? null : $"{ShownFolder}/{NetworkDeployment.AuthorityName}"));
        }

        output.Result(new
        {
            dry_run = true,
            board = Board.Name,
            commands = Steps.Select(step => (string[])["nanoff", .. Arguments(step, ShownFolder)]),
            secrets = Needs.Select(need => need.Variable),
        });
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="UserFaultException">A step failed; the message says what is on the board now.</exception>
    public async Task RunAsync(NanoffTool tool, Output output, CancellationToken stop)
    {
        var secrets = SecretSet.Gather(Needs, Config.Secrets, Environment.GetEnvironmentVariable, SecretPrompt.AtTerminal());
        var files = Steps.Contains(DeployStep.Files) ? BoardFiles.Of(Config.Config, Config.Folder, Model, secrets, DateTimeOffset.UtcNow) : [];
        RequireRoom(files);
        using var folder = new PrivateFolder(Output.Warn);
        Write(folder, files, secrets);
        if (secrets.MadeUpKey is { } key)
        {
            output.Line($"key of updates, made up and not shown again: {key}");
        }

        foreach (var step in Steps)
        {
            output.Line($"{DeployProgress.Name(step)}: nanoff {string.Join(' ', Arguments(step, folder.Folder).Select(CommandText.Quoted))}");
            await RunAsync(tool, step, folder, secrets, output, stop).ConfigureAwait(false);
        }

        output.Line($"done: {string.Join(", ", Steps.Select(DeployProgress.Name))} on {Board.Name} at {Port}; {(Steps.Contains(DeployStep.Application) ? string.Empty : "press its reset button; ")}aed monitor --port {Port} shows what it prints");
        output.Result(new { dry_run = false, board = Board.Name, port = Port, steps = Steps.Select(DeployProgress.Name), files = files.Where(file => file.Content is not null).Select(file => file.Name) });
    }

    private static BoardFile Shown(BoardFile file) => file.Name == SecretSet.FileName ? file with { Content = [] } : file;

    private string? AuthorityFile => BoardFiles.AuthorityOf(Config.Settings);

    private List<string> Arguments(DeployStep step, string folder) => step switch
    {
        DeployStep.Firmware => ["--update", "--target", Target, "--serialport", Port],
        DeployStep.Files => ["--filedeployment", $"{folder}/{FileDeployment.FileName}", "--serialport", Port],
        DeployStep.Network => ["--networkdeployment", $"{folder}/{NetworkDeployment.FileName}", "--serialport", Port],
        _ => ["--target", Target, "--deploy", "--image", Image, "--serialport", Port],
    };

    private void RequireRoom(IReadOnlyList<BoardFile> files)
    {
        var bytes = files.Sum(file => file.Content?.Length ?? 0);
        if (bytes > Board.DriveBytes / 2)
        {
            throw new UserFaultException(FaultKind.Settings, string.Create(
                CultureInfo.InvariantCulture, $"{bytes} bytes of files are more than half of drive I: ({Board.DriveBytes} bytes) of {Board.Name}; the sensor's journal needs room too"));
        }
    }

    private void Write(PrivateFolder folder, IReadOnlyList<BoardFile> files, SecretSet secrets)
    {
        if (Steps.Contains(DeployStep.Files))
        {
            folder.Write(FileDeployment.FileName, Encoding.UTF8.GetBytes(FileDeployment.Json(Port, files, file => folder.Write(file.Name, file.Content!))));
        }

        if (Steps.Contains(DeployStep.Network))
        {
            var authority = AuthorityFile is { } name ? folder.Write(NetworkDeployment.AuthorityName, NetworkDeployment.Authority(BoardFiles.ReadAuthority(Config.Folder, name))) : null;
            folder.Write(NetworkDeployment.FileName, Encoding.UTF8.GetBytes(
                NetworkDeployment.Json(Port, secrets.Find(SecretNeed.WifiName)!, secrets.Find(SecretNeed.WifiPassword), Config.Settings.Wifi, authority)));
        }
    }

    private async Task RunAsync(NanoffTool tool, DeployStep step, PrivateFolder folder, SecretSet secrets, Output output, CancellationToken stop)
    {
        string? failure = null;
        int exitCode;
        try
        {
            exitCode = await tool.RunAsync(Arguments(step, folder.Folder), Relay, stop).ConfigureAwait(false);

            // Ctrl+C reaches nanoff too, which may end first.
            stop.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            Output.Warn(DeployProgress.After(Steps, step, Again));
            throw;
        }

        if (exitCode != 0 || failure is not null)
        {
            throw new UserFaultException(FaultKind.Board, string.Create(
                CultureInfo.InvariantCulture,
                $"{DeployProgress.Name(step)}: {failure ?? $"nanoff ended with exit code {exitCode}"}; {DeployProgress.After(Steps, step, Again)}"));
        }

        void Relay(string line)
        {
            var shown = secrets.WithoutSecrets(line);
            output.Line("  " + shown);
            if (step == DeployStep.Files && FileDeployment.IsFailure(line))
            {
                failure = $"nanoff: {shown.Trim()}";
            }
        }
    }
}
