using System.Diagnostics;
using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests.Deployment;

/// <summary><c>aed monitor</c> as a user runs it.</summary>
public sealed class MonitorCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-tests-");

    [Fact]
    public void A_capture_is_shown()
    {
        var path = Path.Combine(folder.FullName, "capture.bin");
        File.WriteAllBytes(path, [.. "plain\r\n"u8, .. WireDecoderTests.Packet(1, "packed\n"u8)]);
        var run = AedProcess.Run("monitor", "--file", path, "--json");
        Assert.Equal(["plain", "packed"], run.Succeeded().GetProperty("lines").EnumerateArray().Select(line => line.GetString()));
        Assert.Equal(["plain", "packed"], AedProcess.Run("monitor", "--file", path).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_port_is_read_while_the_board_prints()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pseudo terminals are opened as Linux does it");
        using var terminal = new PseudoTerminal();
        using var process = Process.Start(AedProcess.StartOf(new Dictionary<string, string?>(StringComparer.Ordinal), "monitor", "--port", terminal.Name))!;
        var first = process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        while (!first.IsCompleted && !process.HasExited)
        {
            // What comes before the port is open is lost.
            terminal.Write("tick\n"u8.ToArray());
            await Task.WhenAny(first, Task.Delay(50, TestContext.Current.CancellationToken));
        }

        Assert.Equal("tick", await first);
        terminal.Write([.. "plain\n"u8, .. WireDecoderTests.Packet(1, "packed\n"u8), .. "end\n"u8]);
        List<string?> lines = [];
        do
        {
            lines.Add(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        }
        while (lines[^1] is not (null or "end"));
        Assert.Equal(["plain", "packed", "end"], lines.Where(line => line != "tick"));

        // Unplugged.
        terminal.Dispose();
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(11, process.ExitCode);
        Assert.Contains("the board is gone; plug it in and start again", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_port_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "ports have other names there");
        AedProcess.Run("monitor", "--port", "/dev/ttyUSB99").Refused(11, "--port /dev/ttyUSB99: no such device");
        var path = Path.Combine(folder.FullName, "text");
        File.WriteAllText(path, "x");
        AedProcess.Run("monitor", "--port", path).Refused(11, "is no serial port");
        AedProcess.Run("monitor").Refused(2, "name a port by --port");
        AedProcess.Run("monitor", "--file", Path.Combine(folder.FullName, "none")).Refused(7, "can't be read");
    }

    public void Dispose() => folder.Delete(recursive: true);
}
