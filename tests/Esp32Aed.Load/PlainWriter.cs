using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Esp32Aed.Load;

/// <summary>A subscriber that writes each message as a line of InfluxDB, and acknowledges what came together after it is written: the shortest program of its kind.</summary>
internal sealed class PlainWriter : IDisposable
{
    private const int MostBytes = 1024 * 1024;
    private readonly Func<string, Task> write;
    private readonly TcpClient client;
    private readonly Task reading;
    private int written;

    public PlainWriter(int port, Func<string, Task> write)
    {
        this.write = write;
        client = new TcpClient("127.0.0.1", port) { NoDelay = true };
        var stream = client.GetStream();
        MqttFrames.Connect(stream, stream, "plain-writer");
        MqttFrames.Subscribe(stream, "esp32aed/+/counts");
        reading = Task.Run(() => ReadAsync(stream));
    }

    /// <summary>Waits until so many messages are written.</summary>
    public async Task WaitAsync(int messages)
    {
        while (Volatile.Read(ref written) < messages)
        {
            if (reading.IsFaulted)
            {
                await reading;
            }

            await Task.Delay(5);
        }
    }

    public void Dispose() => client.Dispose();

    private static void AppendLine(StringBuilder lines, ReadOnlyMemory<byte> record)
    {
        using var document = JsonDocument.Parse(record);
        var root = document.RootElement;
        lines.Append("counts,device=").Append(root.GetProperty("device").GetString()).Append(' ');
        foreach (var count in root.GetProperty("counts").EnumerateObject())
        {
            lines.Append(count.Name).Append('=').Append(count.Value.GetRawText()).Append("i,");
        }

        foreach (var name in (string[])["length_s", "listened_s", "lost_s", "load"])
        {
            lines.Append(name).Append('=').Append(root.GetProperty(name).GetRawText()).Append(',');
        }

        lines.Append("battery_mv=").Append(root.GetProperty("battery_mv").GetRawText()).Append("i,rssi_dbm=").Append(root.GetProperty("rssi_dbm").GetRawText())
            .Append(CultureInfo.InvariantCulture, $"i {root.GetProperty("start").GetDateTimeOffset().ToUnixTimeSeconds()}\n");
    }

    private async Task ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[MostBytes];
        var length = 0;
        var lines = new StringBuilder();
        var answers = new List<byte>();
        while (await stream.ReadAsync(buffer.AsMemory(length)) is > 0 and var more)
        {
            length += more;
            ReadOnlyMemory<byte> rest = buffer.AsMemory(0, length);
            lines.Clear();
            answers.Clear();
            while (MqttFrames.TryTake(ref rest, out var type, out var content))
            {
                if ((type & 0xF0) == (MqttFrames.PublishWithQos1 & 0xF0))
                {
                    var id = 2 + ((content.Span[0] << 8) | content.Span[1]);
                    AppendLine(lines, content[(id + 2)..]);
                    answers.AddRange([MqttFrames.Acknowledgement, 2, content.Span[id], content.Span[id + 1]]);
                }
            }

            rest.CopyTo(buffer);
            length = rest.Length;
            if (answers.Count > 0)
            {
                await write(lines.ToString());
                await stream.WriteAsync(answers.ToArray());
                Interlocked.Add(ref written, answers.Count / 4);
            }
        }
    }
}
