using System.Collections.Concurrent;
using System.Text;
using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>The station's process is killed again and again while sensors post: what it acknowledged is there, and there once.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StationKillTests(PostgresCluster cluster) : IDisposable
{
    private const int Kills = 20;
    private const int Sensors = 6;
    private const int PerPost = 5;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-kill-");

    [Fact]
    public async Task Killed_twenty_times_with_SQLite_nothing_acknowledged_is_lost_or_doubled()
    {
        using var process = new StationProcess("--data", folder.FullName);
        await KillAsync(process, () => new SqliteStore(Path.Combine(folder.FullName, "station.db")));
    }

    [Fact]
    public async Task Killed_twenty_times_with_PostgreSQL_nothing_acknowledged_is_lost_or_doubled()
    {
        var address = cluster.NewDatabase();
        using var process = new StationProcess("--store", address.ToString());
        await KillAsync(process, () => new PostgresStore(address));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task KillAsync(StationProcess process, Func<SqlStore> open)
    {
        process.Start();
        var acknowledged = new ConcurrentDictionary<RecordIdentity, bool>();
        using var done = new CancellationTokenSource();
        var sensors = Enumerable.Range(0, Sensors).Select(i => Task.Run(() => PostOnAsync(process.Url, $"yard-{i}", acknowledged, done.Token))).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            // Somewhere in the middle of posts and commits.
            var before = acknowledged.Count;
            while (acknowledged.Count < before + ((kill % 4) * 37) + 1)
            {
                Assert.DoesNotContain(sensors, s => s.IsFaulted);
                await Task.Delay(kill % 3);
            }

            process.Kill();
            process.Start();
        }

        await done.CancelAsync();
        await Task.WhenAll(sensors);
        process.Kill();

        using var store = open();
        store.Open();
        List<SensorRecord> stored = [.. store.Records(null, 0, long.MaxValue)];
        var identities = stored.Select(r => r.Identity).ToHashSet();
        Assert.Equal(stored.Count, identities.Count);
        Assert.DoesNotContain(acknowledged.Keys, identity => !identities.Contains(identity));
        Assert.Equal(stored.Sum(r => r.Counts.Sum(c => c.Count)), store.Totals(BucketSize.Day, 0, long.MaxValue).Where(s => s.Label == "cough").Sum(s => s.Count));
        Assert.True(acknowledged.Count > Kills * 20, $"only {acknowledged.Count} records were acknowledged");
    }

    /// <summary>A sensor with an outbox: it posts the same records until they are acknowledged, then the next.</summary>
    private static async Task PostOnAsync(Uri url, string device, ConcurrentDictionary<RecordIdentity, bool> acknowledged, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = url };
        for (var first = 0; !stop.IsCancellationRequested;)
        {
            try
            {
                using var body = new StringContent(
                    "[" + string.Join(',', Enumerable.Range(first, PerPost).Select(i => SomeRecords.Json(device, sequence: i))) + "]", Encoding.UTF8, "application/json");
                using var answer = await client.PostAsync("/counts", body, CancellationToken.None);
                if (answer.IsSuccessStatusCode)
                {
                    foreach (var sequence in Enumerable.Range(first, PerPost))
                    {
                        acknowledged[new RecordIdentity(device, 1, sequence)] = true;
                    }

                    first += PerPost;
                    continue;
                }
            }
            catch (HttpRequestException)
            {
                // Killed: the same again.
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }
}
