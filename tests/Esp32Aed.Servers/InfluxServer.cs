using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Esp32Aed.Servers;

/// <summary>A real InfluxDB 1.x on a free port of 127.0.0.1, with an empty database.</summary>
public sealed class InfluxServer : IDisposable
{
    /// <summary>Name of the database.</summary>
    public const string Database = "sounds";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-influx-");
    private readonly HttpClient client = new();
    private readonly Process server;

    public InfluxServer()
    {
        var port = FreePort.Any();
        Url = $"http://127.0.0.1:{port}";
        var root = folder.FullName.Replace('\\', '/');
        var config = Path.Combine(folder.FullName, "influxdb.conf");
        File.WriteAllText(
            config,
            $"""
             reporting-disabled = true
             bind-address = "127.0.0.1:{FreePort.Any()}"
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
        server = InstalledProgram.Start("influxd", "run", "-config", config);
        server.BeginOutputReadLine();
    }

    /// <summary>Address of the server.</summary>
    public string Url { get; }

    /// <summary>InfluxDB is on this machine.</summary>
    public static bool IsInstalled => InstalledProgram.Find("influxd") is not null;

    /// <summary>Where lines are posted to, with times in seconds.</summary>
    public Uri WriteUrl => new($"{Url}/write?db={Database}&precision=s");

    /// <summary>Waits until the server answers, and makes the database.</summary>
    public async Task<InfluxServer> StartAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await client.PostAsync(new Uri($"{Url}/query?q=CREATE+DATABASE+{Database}"), null);
                answer.EnsureSuccessStatusCode();
                return this;
            }
            catch (HttpRequestException) when (clock.Elapsed < Patience && !server.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Writes lines; they are on disk when this returns.</summary>
    public async Task WriteAsync(string lines)
    {
        using var content = new StringContent(lines, Encoding.UTF8);
        using var answer = await client.PostAsync(WriteUrl, content);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The rows that a query of the database answers with: a dictionary each, times in nanoseconds.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, JsonElement>>> QueryAsync(string query)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri($"{Url}/query?db={Database}&epoch=ns&q={Uri.EscapeDataString(query)}")));
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
        InstalledProgram.End(server);
        folder.Delete(recursive: true);
    }
}
