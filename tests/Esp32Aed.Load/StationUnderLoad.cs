using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Esp32Aed.Load;

/// <summary><c>aed station</c> as a process of its own, which can be killed and started again.</summary>
internal sealed class StationUnderLoad : IDisposable
{
    private readonly int port = FreePort();
    private readonly List<string> arguments;
    private Process? process;

    public StationUnderLoad(string folder, LoadOptions options, int? brokerPort)
    {
        arguments = [Path.Combine(AppContext.BaseDirectory, "aed.dll"), "station", "--open", "--http", $"127.0.0.1:{port}", "--data", folder, "--store", options.Store];
        if (brokerPort is not null)
        {
            arguments.AddRange(["--mqtt", $"127.0.0.1:{brokerPort}"]);
        }
    }

    public Uri Url => new($"http://127.0.0.1:{port}");

    /// <summary>Largest resident set so far, of all lives, MB.</summary>
    public double PeakMegabytes { get; private set; }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Start()
    {
        process = Process.Start(new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        if (process.StandardOutput.ReadLine() is not { } line || !line.StartsWith("station at", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("the station did not start");
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
    }
}
