using System.Diagnostics;
using System.Net;
using Esp32Aed.Servers;
using Esp32Aed.VirtualBoard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Soak;

/// <summary>
/// The real receivers of a year: an HTTP server, and a mosquitto with a subscriber. Every post is kept, repeated ones too.
/// </summary>
internal sealed class Receivers : IAsyncDisposable
{
    private const string CountsTopic = "/counts ";

    private readonly Lock gate = new();
    private readonly List<PostedRecord> posts = [];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-soak-");
    private readonly WebApplication server;
    private readonly MosquittoServer broker;
    private MosquittoListener? subscriber;
    private readonly HashSet<(string, int, int)> expected = [];
    private readonly HashSet<(string, int, int)> arrived = [];

    private Receivers()
    {
        broker = new MosquittoServer(folder.FullName);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        server = builder.Build();
        server.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            Keep(await reader.ReadToEndAsync().ConfigureAwait(false));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
    }

    /// <summary>Address that records are posted to.</summary>
    public Uri Url => new(new Uri(server.Urls.First()), "/counts");

    /// <summary>Port of the broker, or 0 where there is none.</summary>
    public int BrokerPort => subscriber is null ? 0 : broker.Port;

    /// <summary>How often the broker was killed.</summary>
    public int BrokerKills { get; private set; }

    /// <summary>All posts, in the order of their arrival.</summary>
    public IReadOnlyList<PostedRecord> Posts
    {
        get
        {
            lock (gate)
            {
                return [.. posts];
            }
        }
    }

    public static async Task<Receivers> StartAsync(bool withBroker)
    {
        var receivers = new Receivers();
        await receivers.server.StartAsync().ConfigureAwait(false);
        if (withBroker)
        {
            receivers.StartBroker();
        }

        return receivers;
    }

    /// <summary>Notes that a record was acknowledged: it must come.</summary>
    public void Expect(PostedRecord record)
    {
        lock (gate)
        {
            if (!arrived.Contains(record.Identity))
            {
                expected.Add(record.Identity);
            }
        }
    }

    /// <summary>Waits until the subscriber has got all that the broker has acknowledged.</summary>
    public void Drain() => WaitFor(() =>
    {
        lock (gate)
        {
            return expected.Count == 0;
        }
    });

    /// <summary>Kills the broker and starts it again; nothing acknowledged is on its way.</summary>
    public void KillBroker()
    {
        Drain();
        BrokerKills++;
        StopBroker();
        StartBroker();
    }

    public async ValueTask DisposeAsync()
    {
        StopBroker();
        await server.DisposeAsync().ConfigureAwait(false);
        folder.Delete(recursive: true);
    }

    private static void WaitFor(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(30))
            {
                throw new TimeoutException("mosquitto does not deliver; is it installed (packages mosquitto and mosquitto-clients)?");
            }

            Thread.Sleep(2);
        }
    }

    private void StartBroker()
    {
        broker.Start("persistence false");
        subscriber = new MosquittoListener(broker, line =>
        {
            var at = line.IndexOf(CountsTopic, StringComparison.Ordinal);
            if (at >= 0)
            {
                Keep(line[(at + CountsTopic.Length)..]);
            }
        });
    }

    private void StopBroker()
    {
        broker.Kill();
        subscriber?.Dispose();
    }

    private void Keep(string body)
    {
        var record = PostedRecord.Parse(body);
        lock (gate)
        {
            posts.Add(record);
            arrived.Add(record.Identity);
            expected.Remove(record.Identity);
        }
    }
}
