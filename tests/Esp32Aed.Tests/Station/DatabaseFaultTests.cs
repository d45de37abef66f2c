using System.Net;
using System.Text;
using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>PostgreSQL fails under a station that runs.</summary>
[Collection(PostgresCollection.Name)]
public sealed class DatabaseFaultTests(PostgresCluster cluster) : IDisposable
{
    private const int Crashes = 3;
    private readonly PersistentBroker broker = new();

    [Fact]
    public async Task A_server_that_crashes_loses_nothing_acknowledged()
    {
        var address = cluster.NewDatabase();
        using var process = new StationProcess("--store", address.ToString());
        process.Start();
        await using var sensors = new PostingSensors(4, process.Url);
        for (var crash = 1; crash <= Crashes; crash++)
        {
            await sensors.WaitForMoreAsync(50);
            cluster.Crash();
            await process.WaitForLogAsync("works again", crash);
        }

        await sensors.WaitForMoreAsync(50);
        await sensors.StopAsync();
        process.Kill();
        Assert.DoesNotContain(process.Log, l => l.Contains("   at ", StringComparison.Ordinal));
        using var store = new PostgresStore(address);
        StoredOnce.Check(store, sensors.Acknowledged);
    }

    [Fact]
    public async Task A_dropped_database_is_told_of_and_messages_wait_at_the_broker_until_there_is_one_again()
    {
        var address = cluster.NewDatabase();
        var name = address.AbsolutePath.Trim('/');
        using var process = new StationProcess("--store", address.ToString(), "--mqtt", $"127.0.0.1:{broker.Port}");
        process.Start();
        await process.WaitForLogAsync("connected");
        using var client = new HttpClient { BaseAddress = process.Url };
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(client, sequence: 0));

        cluster.Execute($"DROP DATABASE {name} WITH (FORCE)");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(client, sequence: 1));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(client, sequence: 1));
        broker.Publish("esp32aed/yard-2/counts", Enumerable.Range(0, 100).Select(i => SomeRecords.Json("yard-2", sequence: i)));
        await process.WaitForLogAsync("stay with the broker");
        await process.WaitForLogAsync(name);

        cluster.Execute($"CREATE DATABASE {name}");
        await process.WaitForLogAsync("works again");
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(client, sequence: 1));
        using var store = new PostgresStore(address);
        for (var tries = 0; store.Records("yard-2", 0, long.MaxValue).Count() < 100; tries++)
        {
            Assert.True(tries < 1200, "the messages did not come");
            await Task.Delay(50);
        }

        process.Kill();
        StoredOnce.Check(store, [new RecordIdentity("yard-1", 1, 1)]);
        Assert.DoesNotContain(process.Log, l => l.Contains("   at ", StringComparison.Ordinal));
    }

    public void Dispose() => broker.Dispose();

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, int sequence)
    {
        using var body = new StringContent(SomeRecords.Json(sequence: sequence), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/counts", body);
        return answer.StatusCode;
    }
}
