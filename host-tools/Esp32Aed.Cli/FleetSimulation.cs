using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Esp32Aed.Deployment;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli;

/// <summary>Many made-up sensors in one process, for trying out a station: each posts every few seconds, and posts again what was not taken.</summary>
internal sealed class FleetSimulation
{
    private const int MostInPost = 1000;
    private const double PastRecordMinutes = 1;

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private long posted;
    private long events;

    /// <summary>Where the sensors post to.</summary>
    public required Uri Url { get; init; }

    /// <summary>Their number.</summary>
    public required int Sensors { get; init; }

    /// <summary>Time between posts, and length of the intervals.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Hours before the start of which every sensor posts minutes first.</summary>
    public int PastHours { get; init; }

    /// <summary>Posts of each sensor, besides those of the past; null is until it is stopped.</summary>
    public int? Posts { get; init; }

    /// <summary>What the counts are drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Takes one line when records are not taken.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>Runs the fleet.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Network"/>: nothing takes records there, or it refuses them.</exception>
    public async Task<FleetResult> RunAsync(CancellationToken stop)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var now = DateTimeOffset.UtcNow;
        var boot = FirstBoot.NumberAt(now);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sensors = Enumerable.Range(0, Sensors).Select(i => new FleetSensor(i, Seed, boot, now.AddHours(-PastHours))).ToList();
        try
        {
            await Task.WhenAll(sensors.Select(sensor => Task.Run(
                async () =>
                {
                    try
                    {
                        await RunAsync(sensor, client, now, either.Token).ConfigureAwait(false);
                    }
                    catch
                    {
                        await either.CancelAsync().ConfigureAwait(false);
                        throw;
                    }
                },
                CancellationToken.None))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how it ends.
        }

        return new FleetResult(Sensors, Interlocked.Read(ref posted), Interlocked.Read(ref events));
    }

    private async Task RunAsync(FleetSensor sensor, HttpClient client, DateTimeOffset now, CancellationToken stop)
    {
        var past = TimeSpan.FromMinutes(PastRecordMinutes);
        var waiting = Enumerable.Range(0, (int)(PastHours * 60 / PastRecordMinutes)).Select(i => sensor.Hear(now.AddHours(-PastHours) + (i * past), past)).ToList();
        var wasTaken = false;
        for (var post = 0; Posts is not { } most || post < most; post++)
        {
            // The first interval ends now, so that there is something to see at once.
            waiting.Add(sensor.Hear(now + ((post - 1) * Every), Every));
            var isTaken = await PostAsync(sensor, client, waiting, wasTaken, stop).ConfigureAwait(false);
            wasTaken |= isTaken;
            if (post + 1 != Posts)
            {
                var next = now + ((post + 1) * Every) - DateTimeOffset.UtcNow;
                await Task.Delay(next > TimeSpan.Zero ? next : TimeSpan.Zero, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Posts what waits, and forgets what was taken.</summary>
    /// <returns>Whether all of it was.</returns>
    private async Task<bool> PostAsync(FleetSensor sensor, HttpClient client, List<FleetRecord> waiting, bool wasTaken, CancellationToken stop)
    {
        while (waiting.Count > 0)
        {
            var part = waiting[..Math.Min(MostInPost, waiting.Count)];
            if (await FaultAsync(client, part, wasTaken, stop).ConfigureAwait(false) is { } fault)
            {
                Log($"{sensor.Name}: {fault}; {waiting.Count} records wait");
                return false;
            }

            waiting.RemoveRange(0, part.Count);
            Interlocked.Add(ref posted, part.Count);
            Interlocked.Add(ref events, part.Sum(r => r.Counts.Values.Sum(n => (long)n)));
        }

        return true;
    }

    private async Task<string?> FaultAsync(HttpClient client, List<FleetRecord> records, bool wasTaken, CancellationToken stop)
    {
        try
        {
            using var answer = await client.PostAsJsonAsync(Url, records, SnakeCase, stop).ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw Fault("wants tokens, which a simulated fleet has not; start the station with --open"),
                HttpStatusCode.OK when HasRefusals(text) => throw Fault($"refuses records: {text.Trim()}"),
                >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.TooManyRequests and not HttpStatusCode.RequestTimeout
                    => throw Fault($"answers {(int)answer.StatusCode} {text.ReplaceLineEndings(" ").Trim()}; name the address of POST /counts"),
                _ when answer.IsSuccessStatusCode => null,
                _ => $"answer {(int)answer.StatusCode}",
            };
        }
        catch (HttpRequestException error)
        {
            return wasTaken ? "no answer" : throw Fault($"nothing takes records there ({error.Message}); start 'aed station --open', or name another address with --url");
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            return "no answer";
        }
    }

    private static bool HasRefusals(string text)
    {
        try
        {
            using var summary = JsonDocument.Parse(text);
            return summary.RootElement.ValueKind == JsonValueKind.Object && summary.RootElement.TryGetProperty("refused", out var refused) && refused.GetArrayLength() > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private UserFaultException Fault(string text) => new(FaultKind.Network, $"{Url}: {text}");
}

/// <summary>What a fleet did.</summary>
/// <param name="Sensors">Sensors.</param>
/// <param name="Records">Records that were taken.</param>
/// <param name="Events">Events in them.</param>
internal sealed record FleetResult(int Sensors, long Records, long Events);
