using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Esp32Aed.Load;

/// <summary>Sensors that post by HTTP, and post again what was not acknowledged.</summary>
internal static class HttpSensors
{
    private const int PauseMilliseconds = 20;

    /// <summary>Posts records.</summary>
    /// <param name="url">The station's address for posts.</param>
    /// <param name="body">What to post of a sensor: number, first sequence, and how many.</param>
    /// <param name="options">How many sensors, and at once.</param>
    /// <param name="range">Which records.</param>
    /// <param name="acknowledged">Gets every record as it is acknowledged.</param>
    /// <returns>Time to each acknowledgement, milliseconds; of posts that were acknowledged at the first try.</returns>
    public static async Task<List<double>> PostAsync(
        Uri url, Func<int, int, int, string> body, LoadOptions options, SequenceRange range, ConcurrentDictionary<(int Sensor, int Sequence), bool> acknowledged)
    {
        var posts = new ConcurrentQueue<(int Sensor, int First, int Count)>(SensorRecords.PostsOf(options, range));
        var times = await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(_ => Task.Run(() => PostOnAsync(url, body, posts, acknowledged))));
        return [.. times.SelectMany(t => t)];
    }

    /// <summary>A post for the station: an array of records.</summary>
    public static string Json(int sensor, int first, int count)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < count; i++)
        {
            SensorRecords.Append(i == 0 ? text : text.Append(','), sensor, first + i);
        }

        return text.Append(']').ToString();
    }

    private static async Task<List<double>> PostOnAsync(
        Uri url, Func<int, int, int, string> bodyOf, ConcurrentQueue<(int Sensor, int First, int Count)> posts, ConcurrentDictionary<(int Sensor, int Sequence), bool> acknowledged)
    {
        using var client = new HttpClient();
        var times = new List<double>();
        while (posts.TryDequeue(out var post))
        {
            var body = Encoding.UTF8.GetBytes(bodyOf(post.Sensor, post.First, post.Count));
            for (var tried = 1; ; tried++)
            {
                var clock = Stopwatch.StartNew();
                if (await IsTakenAsync(client, url, body))
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

    private static async Task<bool> IsTakenAsync(HttpClient client, Uri url, byte[] body)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await client.PostAsync(url, content);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
