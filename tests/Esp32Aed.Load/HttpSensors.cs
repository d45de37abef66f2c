using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Esp32Aed.Load;

/// <summary>Sensors that post by HTTP, and post again what was not acknowledged.</summary>
internal static class HttpSensors
{
    private const int PauseMilliseconds = 20;

    /// <summary>Posts all records.</summary>
    /// <param name="url">The station.</param>
    /// <param name="options">How many.</param>
    /// <param name="acknowledged">Gets every record as it is acknowledged.</param>
    /// <returns>Time to each acknowledgement, milliseconds; of posts that were acknowledged at the first try.</returns>
    public static async Task<List<double>> PostAsync(Uri url, LoadOptions options, ConcurrentDictionary<(int Sensor, int Sequence), bool> acknowledged)
    {
        var posts = new ConcurrentQueue<(int Sensor, int First, int Count)>(PostsOf(options));
        var times = await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(_ => Task.Run(() => PostOnAsync(url, posts, acknowledged))));
        return [.. times.SelectMany(t => t)];
    }

    private static IEnumerable<(int Sensor, int First, int Count)> PostsOf(LoadOptions options)
    {
        var each = options.Records / options.Sensors;
        for (var first = 0; first < each; first += options.Batch)
        {
            for (var sensor = 0; sensor < options.Sensors; sensor++)
            {
                yield return (sensor, first, Math.Min(options.Batch, each - first));
            }
        }
    }

    private static async Task<List<double>> PostOnAsync(
        Uri url, ConcurrentQueue<(int Sensor, int First, int Count)> posts, ConcurrentDictionary<(int Sensor, int Sequence), bool> acknowledged)
    {
        using var client = new HttpClient { BaseAddress = url };
        var text = new StringBuilder();
        var times = new List<double>();
        while (posts.TryDequeue(out var post))
        {
            text.Clear().Append('[');
            for (var i = 0; i < post.Count; i++)
            {
                SensorRecords.Append(i == 0 ? text : text.Append(','), post.Sensor, post.First + i);
            }

            var body = Encoding.UTF8.GetBytes(text.Append(']').ToString());
            for (var tried = 1; ; tried++)
            {
                var clock = Stopwatch.StartNew();
                if (await IsTakenAsync(client, body))
                {
                    if (tried == 1)
                    {
                        times.Add(clock.Elapsed.TotalMilliseconds);
                    }

                    break;
                }

                await Task.Delay(PauseMilliseconds);
            }

            for (var i = 0; i < post.Count; i++)
            {
                acknowledged[(post.Sensor, post.First + i)] = true;
            }
        }

        return times;
    }

    private static async Task<bool> IsTakenAsync(HttpClient client, byte[] body)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await client.PostAsync("/counts", content);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
