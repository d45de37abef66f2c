using System.Net;
using System.Text;
using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>The disk takes no more while sensors post: senders are asked to wait, nothing acknowledged is lost, and it goes on by itself when there is room.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-full-");

    [Fact]
    public async Task A_full_file_system()
    {
        using var disk = new SmallDisk(megabytes: 24);
        using var process = new StationProcess("--data", disk.Folder);
        process.Start();
        await FillAsync(process, disk.Folder, "disk is full", () => disk.Fill(leave: 1), disk.Free);
    }

    [Fact]
    public async Task A_full_file_system_and_a_power_cut()
    {
        using var disk = new SmallDisk(megabytes: 24);
        using var process = new StationProcess("--data", disk.Folder);
        process.Start();
        await FillAsync(
            process,
            disk.Folder,
            "disk is full",
            () => disk.Fill(leave: 1),
            () =>
            {
                process.Kill();
                process.Start();
                disk.Free();
            });
    }

    [Fact]
    public async Task A_file_that_may_not_grow()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/prlimit"), "limits a process's files by prlimit (Linux)");
        using var process = new StationProcess("--data", folder.FullName);
        process.Start("trap '' XFSZ");
        await FillAsync(
            process,
            folder.FullName,
            "disk I/O error",
            () => process.LimitFiles(new FileInfo(Path.Combine(folder.FullName, "station.db-wal")).Length + 100_000),
            () => process.LimitFiles(null));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task FillAsync(StationProcess process, string data, string fault, Action fill, Action free)
    {
        await using var sensors = new PostingSensors(4, process.Url);
        await sensors.WaitForMoreAsync(100);
        fill();
        await process.WaitForLogAsync("senders are asked to wait");
        Assert.Contains(process.Log, l => l.Contains("station.db", StringComparison.Ordinal) && l.Contains(fault, StringComparison.Ordinal));
        await RefusedAsync(process.Url);

        free();
        await sensors.WaitForMoreAsync(200);
        await sensors.StopAsync();
        process.Kill();
        Assert.DoesNotContain(process.Log, l => l.Contains("   at ", StringComparison.Ordinal));
        using var store = new SqliteStore(Path.Combine(data, "station.db"));
        StoredOnce.Check(store, sensors.Acknowledged);
    }

    /// <summary>A post that is too large for what room there may be is answered 503, and reading goes on.</summary>
    private static async Task RefusedAsync(Uri url)
    {
        using var client = new HttpClient { BaseAddress = url };
        var records = Enumerable.Range(0, 4000).Select(i => SomeRecords.Json("large", sequence: i));
        using var body = new StringContent("[" + string.Join(',', records) + "]", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/counts", body);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        using var devices = await client.GetAsync("/api/devices?rates=no");
        Assert.Equal(HttpStatusCode.OK, devices.StatusCode);
    }
}
