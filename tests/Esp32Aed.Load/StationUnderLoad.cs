using System.Diagnostics;
using Esp32Aed.Servers;

namespace Esp32Aed.Load;

/// <summary><c>aed station</c> as a process of its own, which can be killed and started again.</summary>
internal sealed class StationUnderLoad : IDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(300);
    private readonly int port = FreePort.Any();
    private readonly List<string> arguments;
    private readonly bool isMqtt;
    private readonly ManualResetEventSlim connected = new();
    private Process? process;

    public StationUnderLoad(string folder, LoadOptions options, int? brokerPort)
    {
        arguments = [Path.Combine(AppContext.BaseDirectory, "aed.dll"), "station", "--open", "--http", $"127.0.0.1:{port}", "--data", folder, "--store", options.Store];
        isMqtt = brokerPort is not null;
        if (isMqtt)
        {
            arguments.AddRange(["--mqtt", $"127.0.0.1:{brokerPort}"]);
        }
    }

    public Uri Url => new($"http://127.0.0.1:{port}");

    /// <summary>Largest resident set so far, of all lives, MB.</summary>
    public double PeakMegabytes { get; private set; }

    /// <summary>Processor time of this life so far.</summary>
    public double CpuSeconds
    {
        get
        {
            process!.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    public void Start()
    {
        process = Process.Start(new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, line) => Tell(line.Data);
        process.BeginErrorReadLine();
        if (process.StandardOutput.ReadLine() is not { } line || !line.StartsWith("station at", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("the station did not start");
        }

        if (isMqtt)
        {
            // Its session at the broker must stand before the first record.
            connected.Wait();
            Thread.Sleep(Settling);
        }
    }

    public void Look()
    {
        process!.Refresh();
        PeakMegabytes = Math.Max(PeakMegabytes, process.PeakWorkingSet64 / 1048576.0);
    }

    public void Kill()
    {
        Look();
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

        connected.Dispose();
    }

    private void Tell(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.EndsWith(": connected", StringComparison.Ordinal))
        {
            connected.Set();
        }
        else
        {
            Console.Error.WriteLine(line);
        }
    }
}
