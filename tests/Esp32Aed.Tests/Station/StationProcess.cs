using System.Diagnostics;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary><c>aed station</c> as a process of its own, that can be killed and started again at the same port.</summary>
internal sealed class StationProcess(params string[] arguments) : IDisposable
{
    private readonly int port = FreePort.Any();
    private Process? process;

    public Uri Url => new($"http://127.0.0.1:{port}");

    /// <summary>Starts it, and waits until it answers.</summary>
    public void Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "aed.dll"), "station", "--open", "--http", $"127.0.0.1:{port}" },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
        process.BeginErrorReadLine();
        var first = process.StandardOutput.ReadLine();
        Assert.True(first is not null && first.StartsWith("station at ", StringComparison.Ordinal), $"the station did not start: {first}");
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
