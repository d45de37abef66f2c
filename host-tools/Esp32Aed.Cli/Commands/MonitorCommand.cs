using System.CommandLine;
using Esp32Aed.Deployment.Console;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed monitor --port COM3</c>: what the board prints.</summary>
internal static class MonitorCommand
{
    public static Command Create()
    {
        var port = new Option<string?>("--port") { Description = "Serial port of the board, such as COM3 or /dev/ttyUSB0." };
        var file = new Option<FileInfo?>("--file") { Description = "Bytes that were captured from a port, instead of a port." };
        var command = new Command("monitor", "Show what the board prints, until Ctrl+C.") { port, file };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(port) is null == parsed.GetValue(file) is null)
            {
                parsed.AddError("name a port by --port, or a capture by --file");
            }
        });
        command.SetAction((parsed, stop) => Show(new Output(parsed), parsed.GetValue(port), parsed.GetValue(file), stop));
        return command;
    }

    private static async Task<int> Show(Output output, string? port, FileInfo? file, CancellationToken stop)
    {
        List<string> lines = [];
        using var stream = port is null ? OpenFile(file!) : SerialPort.Open(port);
        var decoder = new WireDecoder(line =>
        {
            output.Line(line);
            if (port is null)
            {
                lines.Add(line);
            }
        });

        // A read of a quiet port can't be stopped; the process ends without it.
        await Task.Run(() => SerialPort.Read(stream, port is not null, decoder), CancellationToken.None).WaitAsync(stop).ConfigureAwait(false);
        if (port is not null)
        {
            throw new UserFaultException(FaultKind.Board, $"--port {port}: the board is gone; plug it in and start again");
        }

        output.Result(new { lines });
        return ExitCodes.Ok;
    }

    private static FileStream OpenFile(FileInfo file)
    {
        try
        {
            return file.OpenRead();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Settings, $"--file {file}: can't be read: {error.Message}", error);
        }
    }
}
