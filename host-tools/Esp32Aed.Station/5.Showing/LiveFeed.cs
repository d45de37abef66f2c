using System.Collections.Concurrent;
using System.Net.Mime;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary><c>GET /api/live</c>: every record after its commit, as server-sent events named <c>record</c>. Who reads too slowly misses the oldest.</summary>
internal sealed class LiveFeed
{
    private const int MostWaiting = 1000;
    private const int MostListeners = 500;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<Channel<SensorRecord>, bool> listeners = new();

    /// <summary>Hands a record to all who listen.</summary>
    public void Tell(SensorRecord record)
    {
        foreach (var (listener, _) in listeners)
        {
            listener.Writer.TryWrite(record);
        }
    }

    /// <summary>Sends records until the listener leaves or the station stops.</summary>
    public async Task AnswerAsync(HttpContext context, CancellationToken stopping)
    {
        if (listeners.Count >= MostListeners)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var listener = Channel.CreateBounded<SensorRecord>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        listeners[listener] = true;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            context.Response.ContentType = MediaTypeNames.Text.EventStream;
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            await context.Response.WriteAsync("retry: 2000\n: listening\n\n", either.Token).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(either.Token).ConfigureAwait(false);
            while (!either.IsCancellationRequested)
            {
                await SendAsync(context.Response, listener.Reader, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The listener has left.
        }
        finally
        {
            listeners.TryRemove(listener, out _);
        }
    }

    private static async Task SendAsync(HttpResponse response, ChannelReader<SensorRecord> records, CancellationToken stop)
    {
        var text = new System.Text.StringBuilder();
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            patience.CancelAfter(Heartbeat);
            try
            {
                await records.WaitToReadAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                text.Append(": still here\n\n");
            }
        }

        while (records.TryRead(out var record))
        {
            text.Append("event: record\ndata: ").Append(RecordJson.Of(record)).Append("\n\n");
        }

        await response.WriteAsync(text.ToString(), stop).ConfigureAwait(false);
        await response.Body.FlushAsync(stop).ConfigureAwait(false);
    }
}
