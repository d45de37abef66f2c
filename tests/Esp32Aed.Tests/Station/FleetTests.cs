using System.Text.Json;
using Esp32Aed.Cli;
using Esp32Aed.Sound;
using Esp32Aed.Station;
using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary><c>aed simulate --fleet</c>.</summary>
public sealed class FleetTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-fleet-");

    [Fact]
    public async Task Five_sensors_are_seen_at_a_station_as_a_user_starts_both()
    {
        using var station = new StationProcess("--data", folder.FullName);
        station.Start();
        var result = AedProcess.Run("simulate", "--fleet", "5", "--url", station.Url + "counts", "--every", "0.5", "--posts", "3", "--past-hours", "2", "--json").Succeeded();
        Assert.Equal(5 * (120 + 3), result.GetProperty("records").GetInt64());

        using var client = new HttpClient { BaseAddress = station.Url };
        var devices = JsonDocument.Parse(await client.GetStringAsync("/api/devices")).RootElement.GetProperty("devices").EnumerateArray().ToList();
        Assert.Equal(["fleet-1", "fleet-2", "fleet-3", "fleet-4", "fleet-5"], devices.Select(d => d.GetProperty("device").GetString()));
        Assert.All(devices, d => Assert.InRange(d.GetProperty("last_record").GetProperty("battery_mv").GetInt32(), 3500, 4200));
        using var store = new SqliteStore(Path.Combine(folder.FullName, "station.db"));
        var stored = store.Records(null, 0, long.MaxValue).ToList();
        Assert.Equal(result.GetProperty("records").GetInt64(), stored.Count);
        Assert.Equal(result.GetProperty("events").GetInt64(), stored.Sum(r => r.Counts.Sum(c => c.Count)));
    }

    [Fact]
    public async Task What_was_not_taken_is_posted_again()
    {
        await using var receiver = await RecordingServer.StartAsync();
        receiver.Status = 503;
        var result = await new FleetSimulation
        {
            Url = new Uri(receiver.Url + "/counts"),
            Sensors = 1,
            Every = TimeSpan.FromMilliseconds(10),
            Posts = 4,
            Log = _ => receiver.Status = 204,
        }.RunAsync(CancellationToken.None);

        Assert.Equal(4, result.Records);
        Assert.Equal(["0", "0,1", "2", "3"], receiver.Requests.Select(r => string.Join(',', JsonDocument.Parse(r.Body).RootElement.EnumerateArray().Select(e => e.GetProperty("sequence").GetInt32()))));
    }

    [Fact]
    public void The_same_seed_makes_the_same_counts_at_the_rate_of_the_kind()
    {
        FleetSensor Bubbles() => new(number: 2, seed: 3, boot: 1, SomeRecords.Noon);
        static int[] Day(FleetSensor sensor) => [.. Enumerable.Range(0, 1440).Select(i => sensor.Hear(SomeRecords.Noon.AddMinutes(i), TimeSpan.FromMinutes(1)).Counts["bubble"])];
        var counts = Day(Bubbles());

        Assert.Equal(counts, Day(Bubbles()));
        Assert.InRange(counts.Average(), 23.5, 24.5);
    }

    [Fact]
    public async Task A_station_that_wants_tokens_is_told_of_in_one_line()
    {
        using var store = new SqliteStore(Path.Combine(folder.FullName, "station.db"));
        await using var station = await StationServer.StartAsync(store, new StationOptions { Http = new(System.Net.IPAddress.Loopback, 0) });
        var fault = await Assert.ThrowsAsync<UserFaultException>(
            () => new FleetSimulation { Url = new Uri(station.Url, "counts"), Sensors = 3 }.RunAsync(CancellationToken.None));

        Assert.Contains("--open", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--config", "simulate")]
    [InlineData(2, "--fleet", "simulate", "--fleet", "5", "--sound", "x.wav")]
    [InlineData(7, "--fleet", "simulate", "--fleet", "0")]
    [InlineData(7, "--url", "simulate", "--fleet", "5", "--url", "station")]
    [InlineData(9, "nothing takes records", "simulate", "--fleet", "5", "--url", "http://127.0.0.1:1/counts")]
    public void A_wrong_setting_is_told_in_one_line(int exitCode, string word, params string[] arguments) => AedProcess.Run(arguments).Refused(exitCode, word);

    public void Dispose() => folder.Delete(recursive: true);
}
