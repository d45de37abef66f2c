using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>Records through a real mosquitto.</summary>
public sealed class MqttReceivingTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-mqtt-");
    private readonly PersistentBroker broker = new();
    private readonly ConcurrentQueue<string> log = [];

    private string Database => Path.Combine(folder.FullName, "station.db");

    [Fact]
    public async Task Bad_messages_are_logged_and_keep_no_good_one_back()
    {
        using var store = new SqliteStore(Database);
        await using var station = await StartAsync(store, isOpen: true);
        WaitFor(() => log.Any(l => l.Contains("connected", StringComparison.Ordinal)));

        broker.Publish("esp32aed/yard-1/counts", ["nonsense", SomeRecords.Json("yard-2"), SomeRecords.Json(count: -1), .. Enumerable.Range(0, 100).Select(i => SomeRecords.Json(sequence: i))]);
        broker.Publish("esp32aed/yard-3/counts", [SomeRecords.Json("yard-3"), SomeRecords.Json("yard-3")]);
        WaitFor(() => Stored(store) == 101 && station.Writer.RepeatedRecords == 1);

        Assert.Contains(log, l => l.Contains("not JSON", StringComparison.Ordinal));
        Assert.Contains(log, l => l.Contains("another device", StringComparison.Ordinal));
        Assert.Contains(log, l => l.Contains("a count must be", StringComparison.Ordinal));
        Assert.DoesNotContain(store.Devices(), d => d.Name == "yard-2");
    }

    [Fact]
    public async Task Only_devices_that_were_added_are_taken()
    {
        using var store = new SqliteStore(Database);
        store.Open();
        store.SetDevice("yard-1", "hash", "key");
        store.SetDevice("yard-2", "hash2", "key");
        store.Revoke("yard-2");
        await using var station = await StartAsync(store, isOpen: false);
        WaitFor(() => !log.IsEmpty);

        broker.Publish("esp32aed/yard-3/counts", [SomeRecords.Json("yard-3")]);
        broker.Publish("esp32aed/yard-2/counts", [SomeRecords.Json("yard-2")]);
        broker.Publish("esp32aed/yard-1/counts", [SomeRecords.Json()]);
        WaitFor(() => Stored(store) == 1);

        Assert.Contains(log, l => l.Contains("add-device yard-3", StringComparison.Ordinal));
        Assert.Contains(log, l => l.Contains("yard-2 was revoked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_station_killed_and_the_broker_restarted_lose_and_double_nothing()
    {
        const int Each = 400;
        using var process = new StationProcess("--data", folder.FullName, "--mqtt", $"127.0.0.1:{broker.Port}");
        process.Start();
        using var store = new SqliteStore(Database);
        store.Open();
        broker.Publish("esp32aed/first/counts", [SomeRecords.Json("first")]);
        WaitFor(() => Stored(store) == 1);

        // Killed while messages stream in.
        for (var round = 0; round < 6; round++)
        {
            var device = $"yard-{round}";
            var before = Stored(store);
            var publishing = Task.Run(() => broker.Publish($"esp32aed/{device}/counts", Enumerable.Range(0, Each).Select(i => SomeRecords.Json(device, sequence: i))));
            WaitFor(() => Stored(store) > before);
            process.Kill();
            await publishing;
            if (round % 2 == 1)
            {
                broker.Stop();
                broker.Start();
            }

            process.Start();
        }

        WaitFor(() => Stored(store) == 1 + (6 * Each));

        // Restarted while the station runs.
        broker.Stop();
        await process.WaitForLogAsync("trying again");
        broker.Start();
        broker.Publish("esp32aed/last/counts", Enumerable.Range(0, Each).Select(i => SomeRecords.Json("last", sequence: i)));
        WaitFor(() => Stored(store) == 1 + (7 * Each));
        Assert.Equal(2 * Stored(store), store.Totals(BucketSize.Day, 0, long.MaxValue).Where(s => s.Label == "cough").Sum(s => s.Count));
    }

    [Fact]
    public async Task Stations_share_what_comes_and_one_that_is_killed_loses_nothing()
    {
        const int Each = 500;
        using var first = new StationProcess("--data", folder.FullName, "--mqtt", $"127.0.0.1:{broker.Port}", "--mqtt-id", "one", "--mqtt-shared");
        using var second = new StationProcess("--data", folder.FullName, "--mqtt", $"127.0.0.1:{broker.Port}", "--mqtt-id", "two", "--mqtt-shared");
        first.Start();
        second.Start();
        using var store = new SqliteStore(Database);
        store.Open();
        broker.Publish("esp32aed/first/counts", [SomeRecords.Json("first")]);
        WaitFor(() => Stored(store) == 1);

        var publishing = Task.Run(() => broker.Publish("esp32aed/yard-1/counts", Enumerable.Range(0, Each).Select(i => SomeRecords.Json(sequence: i))));
        WaitFor(() => Stored(store) > 50);
        first.Kill();
        await publishing;
        first.Start();
        WaitFor(() => Stored(store) == 1 + Each);
        Assert.Equal(2 * Stored(store), store.Totals(BucketSize.Day, 0, long.MaxValue).Where(s => s.Label == "cough").Sum(s => s.Count));
    }

    [Fact]
    public async Task While_the_store_fails_messages_stay_with_the_broker()
    {
        using var store = new SqliteStore(Database);
        store.Open();
        store.MostPages = 1;
        await using var station = await StartAsync(store, isOpen: true);
        WaitFor(() => !log.IsEmpty);

        broker.Publish("esp32aed/yard-1/counts", Enumerable.Range(0, 300).Select(i => SomeRecords.Json(sequence: i)));
        WaitFor(() => log.Any(l => l.Contains("stay with the broker", StringComparison.Ordinal)));
        store.MostPages = null;
        WaitFor(() => Stored(store) == 300);
    }

    public void Dispose()
    {
        broker.Dispose();
        folder.Delete(recursive: true);
    }

    private static int Stored(SqliteStore store) => (int)store.Totals(BucketSize.Day, 0, long.MaxValue).Where(s => s.Label.Length == 0).Sum(s => s.Records);

    private void WaitFor(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "it did not happen; the log: " + string.Join(" | ", log));
            Thread.Sleep(5);
        }
    }

    private Task<StationServer> StartAsync(SqliteStore store, bool isOpen) => StationServer.StartAsync(store, new StationOptions
    {
        Http = new IPEndPoint(IPAddress.Loopback, 0),
        Mqtt = new MqttAddress("127.0.0.1", broker.Port),
        IsOpen = isOpen,
        Log = log.Enqueue,
    });
}
