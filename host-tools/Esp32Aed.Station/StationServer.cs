using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Esp32Aed.Station;

/// <summary>The station: what comes by HTTP and MQTT is checked, stored and shown.</summary>
public sealed class StationServer : IAsyncDisposable
{
    /// <summary>Most connections at once; those that send nothing are closed after some seconds.</summary>
    public const int MostConnections = 20_000;

    private const int IdleSeconds = 60;
    private const int HeaderSeconds = 15;

    private readonly SqlStore store;
    private readonly RecordWriter writer;
    private readonly DeviceList devices;
    private readonly LiveFeed live;
    private readonly WebApplication app;
    private readonly SenderLimits limits;
    private readonly AlertService alerts;
    private MqttReceiving? mqtt;

    private StationServer(SqlStore store, StationOptions options)
    {
        this.store = store;
        writer = new RecordWriter(store, options.Log, options.Keep);
        live = new LiveFeed(options.LiveHeartbeat);
        writer.Listen(live.Tell);
        devices = new DeviceList(store, options.IsOpen);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Http);
            Limit(kestrel.Limits);
        });
        app = builder.Build();
        limits = new SenderLimits(options.PostsPerMinute);
        var needsLoginToRead = options.NeedsLoginToRead ?? !IPAddress.IsLoopback(options.Http.Address);
        var admin = new AdminAnswers(store, new AdminLogin(new AdminStore(store), options.Time), needsLoginToRead);
        var alertStore = new AlertStore(store);
        alerts = new AlertService(store, alertStore, options.Time, options.Log);
        app.Use(WithSecurityHeaders);
        app.Use(PageFiles.AnswerAsync);
        var door = new Doorkeeper(new HostCheck(options.Names), admin, new ReaderStore(store), options.IsOpen, needsLoginToRead);
        app.Use(next => Answered(context => door.AnswerAsync(context, next)));
        Map(door);
        MapAdmin(admin, new AlertAnswers(alertStore, alerts.Watch, admin, options.Time));
    }

    /// <summary>Where it is served.</summary>
    public Uri Url => new(app.Urls.First());

    /// <summary>Writes the records, and tells of each that was new.</summary>
    public RecordWriter Writer => writer;

    /// <summary>What is served: paths with their methods.</summary>
    internal IEnumerable<RouteEndpoint> Routes => ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    /// <summary>Opens the store and starts.</summary>
    /// <param name="store">It stays the caller's.</param>
    /// <param name="options">Where to serve, and from where to receive.</param>
    /// <param name="stop">Gives the start up.</param>
    /// <exception cref="StoreException">The store can't be used.</exception>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<StationServer> StartAsync(SqlStore store, StationOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        store.Open();
        var server = new StationServer(store, options);
        try
        {
            await server.app.StartAsync(stop).ConfigureAwait(false);
            if (options.Mqtt is { } broker)
            {
                server.mqtt = new MqttReceiving(broker, server.writer, server.devices, options.Log);
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops receiving, and ends when what waits is stored.</summary>
    public async ValueTask DisposeAsync()
    {
        mqtt?.Dispose();
        await app.StopAsync().ConfigureAwait(false);
        await alerts.DisposeAsync().ConfigureAwait(false);
        await writer.DisposeAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        limits.Dispose();
    }

    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = Post.MostBytes;
        limits.MaxConcurrentConnections = MostConnections;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(IdleSeconds);
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(HeaderSeconds);
    }

    private static Task WithSecurityHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = PageFiles.ContentSecurityPolicy;
        return next(context);
    }

    private void Map(Doorkeeper door)
    {
        app.MapPost("/counts", new HttpReceiving(writer, devices, limits).AnswerAsync).WithMetadata(new OpenToAll());
        var questions = new Questions(store);
        Ask("/api/devices", questions.Devices);
        Ask("/api/labels", questions.Labels);
        Ask("/api/counts", questions.Counts);
        Ask("/api/rate", questions.Rate);
        Ask("/api/hours", questions.Hours);
        Ask("/api/battery", questions.Battery);
        Ask("/api/records", questions.Records);
        Get("/api/export", context => Exports.AnswerAsync(context, store));
        Get("/metrics", context => Metrics.AnswerAsync(context, store, writer));
        Get("/healthz", context =>
        {
            context.Response.StatusCode = writer.Fault is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync(writer.Fault is null ? "ok\n" : "the store can't be used\n");
        }).WithMetadata(new OpenToAll());
        var openApi = SqlText.Resource("openapi.json");
        Get("/openapi.json", context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            return context.Response.WriteAsync(openApi);
        }).WithMetadata(new OpenToAll());
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        Get("/api/live", context => live.AnswerAsync(context, door.MayRead, lifetime.ApplicationStopping));
    }

    private void MapAdmin(AdminAnswers admin, AlertAnswers alertAnswers)
    {
        Get("/api/session", admin.SessionAsync).WithMetadata(new OpenToAll());
        app.MapPost("/api/login", Answered(admin.LogInAsync)).WithMetadata(new OpenToAll());
        app.MapPost("/api/logout", Answered(admin.LogOutAsync)).WithMetadata(new OpenToAll());
        app.MapPost("/api/admin/devices", Answered(admin.DevicesAsync));
        Get("/api/alerts", alertAnswers.ListAsync);
        app.MapPost("/api/alerts", Answered(alertAnswers.AddAsync));
        app.MapDelete("/api/alerts", Answered(alertAnswers.DeleteAsync));
    }

    private void Ask(string path, Action<HttpRequest, Utf8JsonWriter> question) => Get(path, context => Questions.AnswerAsync(context, question));

    private IEndpointConventionBuilder Get(string path, RequestDelegate answer) => app.MapGet(path, Answered(answer));

    /// <summary>While the store can't be used the answer is 503.</summary>
    private static RequestDelegate Answered(RequestDelegate answer) => async context =>
    {
        try
        {
            await answer(context).ConfigureAwait(false);
        }
        catch (StoreException) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("the store can't be used now; the station's log says why\n").ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whoever asked has left.
        }
    };
}
