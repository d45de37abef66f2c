using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>
/// Sensors with an outbox, by HTTP: each posts the same records until a station acknowledges them, then the next. One that fails at a
/// station goes on to the next station.
/// </summary>
internal sealed class PostingSensors : IAsyncDisposable
{
    private const int PerPost = 5;
    private readonly ConcurrentDictionary<RecordIdentity, bool> acknowledged = [];
    private readonly CancellationTokenSource done = new();
    private readonly List<Task> sensors;

    public PostingSensors(int number, params Uri[] stations) =>
        sensors = [.. Enumerable.Range(0, number).Select(i => Task.Run(() => PostOnAsync($"yard-{i}", stations, i)))];

    /// <summary>What a station has acknowledged so far.</summary>
    public ICollection<RecordIdentity> Acknowledged => acknowledged.Keys;

    /// <summary>Waits until so many more records are acknowledged.</summary>
    public async Task WaitForMoreAsync(int records)
    {
        var clock = Stopwatch.StartNew();
        for (var before = acknowledged.Count; acknowledged.Count < before + records;)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"only {acknowledged.Count} records are acknowledged");
            Assert.DoesNotContain(sensors, s => s.IsFaulted);
            await Task.Delay(1);
        }
    }

    /// <summary>Lets every sensor finish the post it is at.</summary>
    public async Task StopAsync()
    {
        await done.CancelAsync();
        await Task.WhenAll(sensors);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        done.Dispose();
    }

    private async Task PostOnAsync(string device, Uri[] stations, int station)
    {
        using var client = new HttpClient();
        for (var first = 0; !done.IsCancellationRequested;)
        {
            try
            {
                using var body = new StringContent(
                    "[" + string.Join(',', Enumerable.Range(first, PerPost).Select(i => SomeRecords.Json(device, sequence: i))) + "]", Encoding.UTF8, "application/json");
                using var answer = await client.PostAsync(new Uri(stations[station % stations.Length], "counts"), body, CancellationToken.None);
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

            station++;
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
