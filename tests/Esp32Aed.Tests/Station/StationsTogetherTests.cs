using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>Several stations on one broker and one PostgreSQL, as the README starts them.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StationsTogetherTests(PostgresCluster cluster) : IDisposable
{
    private const int Stations = 3;
    private const int Kills = 6;
    private const int Messages = 150;
    private readonly PersistentBroker broker = new();

    [Fact]
    public async Task Any_of_three_stations_killed_at_any_time_loses_and_doubles_nothing()
    {
        var address = cluster.NewDatabase();
        List<StationProcess> stations =
        [
            .. Enumerable.Range(1, Stations).Select(i => new StationProcess(
                "--store", address.ToString(), "--mqtt", $"127.0.0.1:{broker.Port}", "--mqtt-id", $"station-{i}", "--mqtt-shared")),
        ];
        try
        {
            await Task.WhenAll(stations.Select(s => Task.Run(() => s.Start())));
            await Task.WhenAll(stations.Select(s => s.WaitForLogAsync("connected")));
            await using var sensors = new PostingSensors(4, [.. stations.Select(s => s.Url)]);
            for (var kill = 0; kill < Kills; kill++)
            {
                var publishing = Publish(kill);
                await sensors.WaitForMoreAsync(((kill % 3) * 29) + 1);
                stations[kill % Stations].Kill();
                await publishing;
                stations[kill % Stations].Start();
            }

            await sensors.StopAsync();
            using var store = new PostgresStore(address);
            await StoredAsync(store);
            stations.ForEach(s => s.Kill());
            StoredOnce.Check(store, sensors.Acknowledged.Concat(Enumerable.Range(0, Kills).SelectMany(k => Enumerable.Range(0, Messages).Select(i => new RecordIdentity(NameOf(k), 1, i)))));
        }
        finally
        {
            stations.ForEach(s => s.Dispose());
        }
    }

    public void Dispose() => broker.Dispose();

    private static string NameOf(int round) => $"mqtt-{round}";

    /// <summary>Waits until all messages are stored: those that were handed to a station that was killed come again when it is back.</summary>
    private static async Task StoredAsync(PostgresStore store)
    {
        for (var tries = 0; Stored() < Kills * Messages; tries++)
        {
            Assert.True(tries < 1200, $"only {Stored()} messages are stored");
            await Task.Delay(50);
        }

        long Stored() => store.Totals(BucketSize.Day, 0, long.MaxValue).Where(s => s.Label.Length == 0 && s.Device.StartsWith("mqtt-", StringComparison.Ordinal)).Sum(s => s.Records);
    }

    private Task Publish(int round) => Task.Run(() => broker.Publish($"esp32aed/{NameOf(round)}/counts", Enumerable.Range(0, Messages).Select(i => SomeRecords.Json(NameOf(round), sequence: i))));
}
