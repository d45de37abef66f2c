using System.Net;
using Esp32Aed.VirtualBoard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Cli;

/// <summary>
/// A small HTTP receiver of counts on this computer alone: <c>POST /counts</c> takes one record as JSON and answers 204, also when it
/// was posted before; 400 with one line of text if it is no record; 401 without the token that was asked for.
/// </summary>
public sealed class CountReceiver : IAsyncDisposable
{
    private const int MostBytes = 65536;

    private readonly Lock gate = new();
    private readonly List<PostedRecord> records = [];
    private readonly HashSet<(string Device, int Boot, int Sequence)> known = [];
    private readonly string? token;
    private readonly WebApplication server;

    private CountReceiver(string? token)
    {
        this.token = token;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = MostBytes;
        });
        server = builder.Build();
        server.Run(ReceiveAsync);
    }

    /// <summary>Where records are to be posted.</summary>
    public Uri Url => new(new Uri(server.Urls.First()), "/counts");

    /// <summary>Records received, each once, in the order of their arrival.</summary>
    public IReadOnlyList<PostedRecord> Records
    {
        get
        {
            lock (gate)
            {
                return [.. records];
            }
        }
    }

    /// <summary>Records that had been received before, and were dropped.</summary>
    public int Repeated { get; private set; }

    /// <summary>Starts a receiver on a free port of 127.0.0.1.</summary>
    /// <param name="token">Bearer token that posts must carry, or null.</param>
    /// <param name="stop">Gives the start up.</param>
    public static async Task<CountReceiver> StartAsync(string? token = null, CancellationToken stop = default)
    {
        var receiver = new CountReceiver(token);
        await receiver.server.StartAsync(stop).ConfigureAwait(false);
        return receiver;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        var (status, text) = await AnswerAsync(context.Request).ConfigureAwait(false);
        context.Response.StatusCode = status;
        if (text.Length > 0)
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(text + "\n").ConfigureAwait(false);
        }
    }

    private async Task<(int Status, string Text)> AnswerAsync(HttpRequest request)
    {
        if (request.Path != "/counts")
        {
            return (StatusCodes.Status404NotFound, "post to /counts");
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            return (StatusCodes.Status405MethodNotAllowed, "only POST is understood here");
        }

        if (token is not null && request.Headers.Authorization != "Bearer " + token)
        {
            return (StatusCodes.Status401Unauthorized, "the bearer token is missing or wrong");
        }

        try
        {
            using var reader = new StreamReader(request.Body);
            Keep(PostedRecord.Parse(await reader.ReadToEndAsync().ConfigureAwait(false)));
            return (StatusCodes.Status204NoContent, string.Empty);
        }
        catch (FormatException error)
        {
            return (StatusCodes.Status400BadRequest, error.Message);
        }
        catch (BadHttpRequestException error)
        {
            return (error.StatusCode, error.Message);
        }
    }

    private void Keep(PostedRecord record)
    {
        lock (gate)
        {
            if (known.Add(record.Identity))
            {
                records.Add(record);
            }
            else
            {
                Repeated++;
            }
        }
    }
}
