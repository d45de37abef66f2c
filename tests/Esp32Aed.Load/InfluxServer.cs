using System.Diagnostics;
using System.Text;

namespace Esp32Aed.Load;

/// <summary>An InfluxDB 1.x on a free port, with an empty database.</summary>
internal sealed class InfluxServer : IDisposable
{
    private const string Database = "load";
    private readonly HttpClient client = new();
    private readonly Process process;
    private readonly Uri url;

    public InfluxServer(string folder)
    {
        var port = StationUnderLoad.FreePort();
        url = new Uri($"http://127.0.0.1:{port}");
        var config = Path.Combine(folder, "influxdb.conf");
        File.WriteAllText(
            config,
            $"""
             reporting-disabled = true
             bind-address = "127.0.0.1:{StationUnderLoad.FreePort()}"
             [meta]
             dir = "{folder}/influx/meta"
             [data]
             dir = "{folder}/influx/data"
             wal-dir = "{folder}/influx/wal"
             [http]
             bind-address = "127.0.0.1:{port}"
             log-enabled = false
             [logging]
             level = "error"
             suppress-logo = true
             [monitor]
             store-enabled = false
             """);
        process = Process.Start(new ProcessStartInfo("influxd", ["run", "-config", config]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, "influxd")));

    /// <summary>Where lines are posted to, with times in seconds.</summary>
    public Uri WriteUrl => new(url, $"/write?db={Database}&precision=s");

    public async Task StartAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await client.PostAsync(new Uri(url, "/query?q=CREATE+DATABASE+" + Database), null);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (tries < 600 && !process.HasExited)
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

    public void Dispose()
    {
        client.Dispose();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
