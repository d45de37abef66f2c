using System.Collections.Concurrent;
using System.Net.Mime;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary><c>GET /api/live</c>: every record after its commit, as server-sent events named <c>record</c>. Who reads too slowly misses the oldest.</summary>
/// <param name="heartbeat">After so long something is sent, and whoever listens must still be allowed to.</param>
internal sealed class LiveFeed(TimeSpan heartbeat)
{
    private const int MostWaiting = 1000;
    private const int MostListeners = 500;
    private readonly ConcurrentDictionary<Channel<SensorRecord>, bool> listeners = new();

    /// <summary>Hands a record to all who listen.</summary>
    public void Tell(SensorRecord record)
    {
        foreach (var (listener, _) in listeners)
        {
            listener.Writer.TryWrite(record);
        }
    }

    /// <summary>Sends records until the listener leaves, may not read any more, or the station stops.</summary>
    public async Task AnswerAsync(HttpContext context, Func<HttpContext, bool> mayRead, CancellationToken stopping)
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
            for (var asked = Environment.TickCount64; !either.IsCancellationRequested;)
            {
                await SendAsync(context.Response, listener.Reader, either.Token).ConfigureAwait(false);
                if (Environment.TickCount64 - asked >= heartbeat.TotalMilliseconds)
                {
                    asked = Environment.TickCount64;
                    if (!mayRead(context))
                    {
                        return;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The listener has left.
        }
        catch (StoreException) when (context.Response.HasStarted)
        {
            // Whether it may still read is not known: it asks anew.
        }
        finally
        {
            listeners.TryRemove(listener, out _);
        }
    }

    private async Task SendAsync(HttpResponse response, ChannelReader<SensorRecord> records, CancellationToken stop)
    {
        var text = new System.Text.StringBuilder();
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            patience.CancelAfter(heartbeat);
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
