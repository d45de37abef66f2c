using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>
/// Servers that answer with anything but what they should: the reporter ends with one line or with a confirmation that was really there.
/// AED_FUZZ says how many inputs; 200 without it.
/// </summary>
public sealed class FuzzedAnswersTests
{
    private static readonly byte[] ConnectionAccepted = [0x20, 0x02, 0x00, 0x00];

    private static int Inputs =>
        int.TryParse(Environment.GetEnvironmentVariable("AED_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var inputs) ? inputs : 200;

    [Fact]
    public async Task Bytes_instead_of_an_HTTP_answer()
    {
        var random = new Random(11);
        byte[] answer = [];
        await using var server = new ByteServer(() => [answer]);
        using var bench = new ReporterBench();
        var reporterOf = () => (IReporter)new HttpReporter(ReporterBench.Settings($"[report]\nkind = http\nevery = 60\n[http]\nurl = http://127.0.0.1:{server.Port}/counts\n").Http);
        var failures = bench.Run(reporterOf, reporter => Enumerable.Range(0, Inputs).Select(i =>
        {
            answer = HttpAnswer(random, i);
            return (Text: System.Text.Encoding.Latin1.GetString(answer), Failure: ReporterBench.Session(reporter, ReporterBench.Record(i, 1)));
        }).ToList());
        foreach (var (text, failure) in failures)
        {
            if (failure is null)
            {
                Assert.Matches("^HTTP/1\\.[0-9] 2[0-9][0-9]", text);
            }
            else
            {
                AssertOneLine(failure);
            }
        }

        Assert.Contains(failures, f => f.Failure is null);
        Assert.Contains(failures, f => f.Failure is not null);
    }

    [Fact]
    public async Task Bytes_instead_of_MQTT()
    {
        MosquittoBroker.RequireInstalled();
        var random = new Random(12);
        byte[][] answers = [];
        await using var server = new ByteServer(() => answers);
        using var bench = new ReporterBench();

        // In version 5 libmosquitto itself aborts at a property it does not know (log__printf without a client), so that can't be tried here.
        var settings = ReporterBench.Settings($"[report]\nkind = mqtt\nevery = 60\n[mqtt]\nhost = 127.0.0.1\nport = {server.Port}\n");
        var failures = bench.Run(() => new MqttReporter(settings, null, null), reporter => Enumerable.Range(0, Inputs).Select(i =>
        {
            // At first, or after the connection was accepted.
            answers = i % 2 == 0 ? [Bytes(random)] : [ConnectionAccepted, Bytes(random)];
            return (Answer: answers[^1], Failure: ReporterBench.Session(reporter, ReporterBench.Record(i, 1)));
        }).ToList());
        foreach (var (answer, failure) in failures)
        {
            if (failure is null)
            {
                // An acknowledgement of the message that was sent: type 4, length, identifier 1.
                Assert.Contains((byte)0x40, answer);
            }
            else
            {
                AssertOneLine(failure);
            }
        }

        Assert.Contains(failures, f => f.Failure is not null);
    }

    private static void AssertOneLine(Exception failure)
    {
        Assert.IsType<ReportException>(failure);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.InRange(failure.Message.Length, 10, 400);
    }

    private static byte[] HttpAnswer(Random random, int input)
    {
        if (input % 4 == 0)
        {
            return Bytes(random);
        }

        // A right answer with a few bytes changed, cut off somewhere or not.
        var answer = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nConnection: close\r\nDate: Wed, 01 Jul 2026 12:00:00 GMT\r\n\r\n"u8.ToArray();
        for (var change = random.Next(4); change > 0; change--)
        {
            answer[random.Next(answer.Length)] = (byte)random.Next(256);
        }

        return random.Next(3) == 0 ? answer[..random.Next(answer.Length)] : answer;
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(64)];
        random.NextBytes(bytes);
        if (bytes.Length > 1 && random.Next(2) == 0)
        {
            // The type of a packet that may come, and a length that fits or nearly.
            bytes[0] = (byte)(random.Next(16) << 4);
            bytes[1] = (byte)Math.Max(0, bytes.Length - 2 + random.Next(-1, 2));
        }

        return bytes;
    }

    /// <summary>Answers each packet of a connection with the next of some bytes, and closes it when there are none left to say.</summary>
    private sealed class ByteServer : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly Func<byte[][]> answersOf;
        private readonly Task serving;

        public ByteServer(Func<byte[][]> answersOf)
        {
            this.answersOf = answersOf;
            listener.Start();
            serving = ServeAsync();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await serving;
        }

        private static async Task AnswerAsync(TcpClient guest, byte[][] answers)
        {
            using (guest)
            {
                try
                {
                    var stream = guest.GetStream();
                    var buffer = new byte[4096];
                    foreach (var answer in answers)
                    {
                        if (await stream.ReadAsync(buffer) == 0)
                        {
                            return;
                        }

                        await stream.WriteAsync(answer);
                    }

                    // Closed in good order: what was said is read before the end.
                    guest.Client.Shutdown(SocketShutdown.Send);
                    while (await stream.ReadAsync(buffer) > 0)
                    {
                    }
                }
                catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
                {
                    // The guest went first.
                }
            }
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    _ = AnswerAsync(await listener.AcceptTcpClientAsync(), answersOf());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
