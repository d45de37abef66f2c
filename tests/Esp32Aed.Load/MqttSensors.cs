using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Esp32Aed.Load;

/// <summary>
/// Sensors that post by MQTT 3.1.1, QoS 1, one record a message and as many of them after each other as one HTTP post would hold. The broker
/// acknowledges, and keeps what the station has not had.
/// </summary>
internal static class MqttSensors
{
    private const int Window = 100;

    /// <summary>Posts all records.</summary>
    /// <returns>Time to each acknowledgement by the broker, milliseconds.</returns>
    public static async Task<List<double>> PostAsync(
        int port, LoadOptions options, SequenceRange range, ConcurrentDictionary<(int Sensor, int Sequence), bool> acknowledged)
    {
        var times = await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(c => Task.Run(() => PostOn(port, c, options, range, acknowledged))));
        return [.. times.SelectMany(t => t)];
    }

    private static List<double> PostOn(
        int port, int connection, LoadOptions options, SequenceRange range, ConcurrentDictionary<(int Sensor, int Sequence), bool> acknowledged)
    {
        using var client = new TcpClient("127.0.0.1", port) { NoDelay = true };
        using var stream = new BufferedStream(client.GetStream(), 65536);
        using var answers = new BufferedStream(client.GetStream(), 4096);
        MqttFrames.Connect(stream, answers, $"load-{connection}");
        var waiting = new Dictionary<ushort, ((int Sensor, int Sequence) Record, long Sent)>();
        var times = new List<double>();
        var text = new StringBuilder();
        ushort id = 0;
        foreach (var post in SensorRecords.PostsOf(options, range).Where(p => p.Sensor % options.Connections == connection))
        {
            for (var sequence = post.First; sequence < post.First + post.Count; sequence++)
            {
                var sensor = post.Sensor;
                id = (ushort)(id == ushort.MaxValue ? 1 : id + 1);
                SensorRecords.Append(text.Clear(), sensor, sequence);
                MqttFrames.Publish(stream, id, $"esp32aed/{SensorRecords.NameOf(sensor)}/counts", Encoding.UTF8.GetBytes(text.ToString()));
                waiting[id] = ((sensor, sequence), Stopwatch.GetTimestamp());
                if (waiting.Count >= Window)
                {
                    stream.Flush();
                    while (waiting.Count > Window / 2)
                    {
                        Await(answers, waiting, times, acknowledged);
                    }
                }
            }
        }

        stream.Flush();
        while (waiting.Count > 0)
        {
            Await(answers, waiting, times, acknowledged);
        }

        return times;
    }

    private static void Await(
        Stream answers,
        Dictionary<ushort, ((int Sensor, int Sequence) Record, long Sent)> waiting,
        List<double> times,
        ConcurrentDictionary<(int Sensor, int Sequence), bool> acknowledged)
    {
        Span<byte> answer = stackalloc byte[4];
        answers.ReadExactly(answer);
        if (answer[0] != 0x40 || !waiting.Remove(BinaryPrimitives.ReadUInt16BigEndian(answer[2..]), out var message))
        {
            throw new InvalidOperationException("the broker answered something else than an acknowledgement");
        }

        times.Add(Stopwatch.GetElapsedTime(message.Sent).TotalMilliseconds);
        acknowledged[message.Record] = true;
    }
}
