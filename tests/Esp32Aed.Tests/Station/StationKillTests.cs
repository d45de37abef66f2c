using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>The station's process is killed again and again while sensors post: what it acknowledged is there, and there once.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StationKillTests(PostgresCluster cluster) : IDisposable
{
    private const int Kills = 20;
    private const int Sensors = 6;
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
        await using var sensors = new PostingSensors(Sensors, process.Url);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Somewhere in the middle of posts and commits.
            await sensors.WaitForMoreAsync(((kill % 4) * 37) + 1);
            process.Kill();
            process.Start();
        }

        await sensors.StopAsync();
        process.Kill();

        using var store = open();
        StoredOnce.Check(store, sensors.Acknowledged);
        Assert.True(sensors.Acknowledged.Count > Kills * 20, $"only {sensors.Acknowledged.Count} records were acknowledged");
    }
}
