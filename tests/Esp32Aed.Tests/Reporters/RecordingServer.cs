using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Tests;

/// <summary>A real HTTP server on 127.0.0.1 that keeps what it was sent.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly List<Request> requests = [];
    private readonly WebApplication server;

    private RecordingServer(TestCertificate? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate.ForServer);
            }
        }));
        server = builder.Build();
        server.Run(AnswerAsync);
    }

    /// <summary>Status of the answers.</summary>
    public int Status { get; set; } = 204;

    /// <summary>Where answers with a status of 3xx lead.</summary>
    public string? Location { get; set; }

    /// <summary>Address of the server, without a path.</summary>
    public string Url => server.Urls.First();

    /// <summary>What it was sent.</summary>
    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (requests)
            {
                return [.. requests];
            }
        }
    }

    public static async Task<RecordingServer> StartAsync(TestCertificate? certificate = null)
    {
        var recording = new RecordingServer(certificate);
        await recording.server.StartAsync();
        return recording;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        lock (requests)
        {
            requests.Add(new Request(
                context.Request.Method + " " + context.Request.Path + context.Request.QueryString,
                context.Request.Headers.Authorization.ToString(),
                context.Request.ContentType ?? string.Empty,
                body));
        }

        context.Response.StatusCode = Status;
        if (Location is not null)
        {
            context.Response.Headers.Location = Location;
        }
    }

    internal sealed record Request(string Line, string Authorization, string ContentType, string Body);
}
