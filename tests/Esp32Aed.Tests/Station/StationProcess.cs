using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Esp32Aed.Servers;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary><c>aed station</c> as a process of its own, that can be killed and started again at the same port.</summary>
internal sealed class StationProcess(params string[] arguments) : IDisposable
{
    private readonly int port = FreePort.Any();
    private readonly ConcurrentQueue<string> log = [];
    private Process? process;

    /// <summary>What it told people so far, in all its lives.</summary>
    public IReadOnlyCollection<string> Log => log;

    public Uri Url => new($"http://127.0.0.1:{port}");

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="shell">Commands of the shell that becomes the station; none: no shell.</param>
    public void Start(string? shell = null)
    {
        var start = new ProcessStartInfo(shell is null ? "dotnet" : "/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] before = shell is null ? [] : ["-c", shell + "; exec dotnet \"$@\"", "sh"];
        string[] station = [Path.Combine(AppContext.BaseDirectory, "aed.dll"), "station", "--open", "--http", $"127.0.0.1:{port}"];
        foreach (var argument in before.Concat(station).Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? string.Empty);
        process.BeginErrorReadLine();
        var first = process.StandardOutput.ReadLine();
        Assert.True(first is not null && first.StartsWith("station at ", StringComparison.Ordinal), $"the station did not start: {first}");
    }

    /// <summary>Waits until it has told something with these words, so many times.</summary>
    public async Task WaitForLogAsync(string words, int times = 1)
    {
        for (var clock = Stopwatch.StartNew(); log.Count(l => l.Contains(words, StringComparison.Ordinal)) < times;)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"it did not say '{words}', but: {string.Join(" | ", log)}");
            await Task.Delay(5);
        }
    }

    /// <summary>Lets no file of the process grow beyond so many bytes (null: without limit), as a full disk would.</summary>
    public void LimitFiles(long? bytes)
    {
        using var command = Process.Start("prlimit", ["--pid", process!.Id.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"}:"]);
        command.WaitForExit();
        Assert.Equal(0, command.ExitCode);
    }

    /// <summary>Ends it as a power cut would: SIGKILL.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    public void Dispose()
    {
        if (process is not null)
        {
            Kill();
        }
    }
}
