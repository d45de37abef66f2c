using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>A real InfluxDB 1.x on a free port of 127.0.0.1, with an empty database <c>sounds</c>.</summary>
internal sealed class InfluxServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-influx-");
    private readonly HttpClient client = new();
    private readonly Process server;

    public InfluxServer()
    {
        var port = FreePort();
        Url = $"http://127.0.0.1:{port}";
        var root = folder.FullName.Replace('\\', '/');
        var config = Path.Combine(folder.FullName, "influxdb.conf");
        File.WriteAllText(
            config,
            $"""
             reporting-disabled = true
             bind-address = "127.0.0.1:{FreePort()}"
             [meta]
             dir = "{root}/meta"
             [data]
             dir = "{root}/data"
             wal-dir = "{root}/wal"
             [http]
             bind-address = "127.0.0.1:{port}"
             log-enabled = false
             [logging]
             level = "error"
             suppress-logo = true
             [monitor]
             store-enabled = false
             """);
        server = Process.Start(new ProcessStartInfo(Executable!, ["run", "-config", config]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        server.BeginErrorReadLine();
        server.BeginOutputReadLine();
    }

    /// <summary>Address of the server.</summary>
    public string Url { get; }

    private static string? Executable =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, "influxd"), Path.Combine(folder, "influxd.exe") })
            .FirstOrDefault(File.Exists);

    /// <summary>Skips the calling test where InfluxDB is not installed.</summary>
    public static void RequireInstalled() => Assert.SkipWhen(Executable is null, "not installed: influxd (package influxdb)");

    /// <summary>Waits until the server answers, and makes the database.</summary>
    public async Task<InfluxServer> StartAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await client.PostAsync(new Uri(Url + "/query?q=CREATE+DATABASE+sounds"), null);
                Assert.True(answer.IsSuccessStatusCode);
                return this;
            }
            catch (HttpRequestException) when (clock.Elapsed < Patience && !server.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>The rows that a query of the database answers with: a dictionary each, times in nanoseconds.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, JsonElement>>> QueryAsync(string query)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri($"{Url}/query?db=sounds&epoch=ns&q={Uri.EscapeDataString(query)}")));
        var rows = new List<IReadOnlyDictionary<string, JsonElement>>();
        foreach (var series in answer.RootElement.GetProperty("results")[0].TryGetProperty("series", out var all) ? all.EnumerateArray() : [])
        {
            var columns = series.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!).ToList();
            rows.AddRange(series.GetProperty("values").EnumerateArray().Select(row =>
                columns.Zip(row.EnumerateArray().Select(v => v.Clone())).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal)));
        }

        return rows;
    }

    public void Dispose()
    {
        client.Dispose();
        server.Kill();
        server.WaitForExit();
        server.Dispose();
        folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
