using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Esp32Aed.Station;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>What the station answers, over a real connection.</summary>
public sealed class StationServerTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-station-");
    private readonly List<string> log = [];
    private SqliteStore store = null!;
    private StationServer station = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        store = new SqliteStore(Path.Combine(folder.FullName, "station.db"));
        await StartAsync(isOpen: true);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await station.DisposeAsync();
        store.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task One_record_is_answered_204_also_when_repeated()
    {
        Assert.Equal((HttpStatusCode.NoContent, string.Empty), await PostAsync(SomeRecords.Json()));
        Assert.Equal((HttpStatusCode.NoContent, string.Empty), await PostAsync(SomeRecords.Json(count: 9)));
        Assert.Equal((HttpStatusCode.NoContent, string.Empty), await PostAsync(SomeRecords.Json(sequence: 5)));
        Assert.Equal((HttpStatusCode.NoContent, string.Empty), await PostAsync(SomeRecords.Json(sequence: 3)));

        Assert.Equal([0, 3, 5], store.Records(null, 0, long.MaxValue).Select(r => r.Sequence));
    }

    [Fact]
    public async Task A_bad_record_is_answered_400_with_one_line()
    {
        var (status, text) = await PostAsync(SomeRecords.Json(count: -1));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("a count must be a whole number from 0 to 2147483647\n", text);
    }

    [Fact]
    public async Task An_array_is_answered_with_what_became_of_it()
    {
        await PostAsync(SomeRecords.Json());
        var (status, text) = await PostAsync($"[{SomeRecords.Json()},{SomeRecords.Json(sequence: 1)},{{}}]");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"stored":1,"repeated":1,"refused":[{"index":2,"reason":"the record has no length_s"}]}""", text);

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("[{}]")).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("[]")).Status);
    }

    [Fact]
    public async Task Too_much_is_answered_413_and_the_next_post_works()
    {
        using var body = new ByteArrayContent(new byte[Post.MostBytes + 1]);
        try
        {
            using var answer = await client.PostAsync("/counts", body);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }
        catch (HttpRequestException)
        {
            // The server hung up while the rest was being sent.
        }

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(SomeRecords.Json())).Status);
    }

    [Fact]
    public async Task Tokens_open_their_own_device_only()
    {
        var secrets = DeviceSecrets.Make();
        store.SetDevice("yard-1", DeviceSecrets.HashOf(secrets.Token), secrets.Key);
        await RestartAsync(isOpen: false);

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(SomeRecords.Json())).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(SomeRecords.Json(), "wrong")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(SomeRecords.Json("yard-2"), secrets.Token)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(SomeRecords.Json(), secrets.Token)).Status);
        Assert.Equal("yard-1", Assert.Single(store.Devices()).Name);
        Assert.DoesNotContain(secrets.Token, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(store.Name)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_answered_503_until_there_is_room()
    {
        store.Insert([SomeRecords.One(boot: 7)]);
        store.Dispose();
        store.MostPages = 1;
        var (status, text) = await PostAsync("[" + string.Join(',', Enumerable.Range(0, 2000).Select(i => SomeRecords.Json($"yard-{i}"))) + "]");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.DoesNotContain(folder.FullName, text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/healthz")).StatusCode);

        store.MostPages = null;
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(SomeRecords.Json(sequence: 9999))).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz")).StatusCode);
        Assert.Equal(2, log.Count);
        Assert.Contains("full", log[0], StringComparison.Ordinal);
        Assert.Contains("works again", log[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_records_are_told_live_after_their_commit()
    {
        using var stream = await client.GetStreamAsync("/api/live");
        using var reader = new StreamReader(stream);
        Assert.Equal("retry: 2000", await reader.ReadLineAsync());
        await PostAsync(SomeRecords.Json());
        await PostAsync(SomeRecords.Json());
        await PostAsync(SomeRecords.Json(sequence: 1));
        var sequences = new List<int>();
        while (sequences.Count < 2)
        {
            var line = await reader.ReadLineAsync() ?? throw new EndOfStreamException();
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                sequences.Add(JsonDocument.Parse(line[6..]).RootElement.GetProperty("sequence").GetInt32());
            }
        }

        Assert.Equal([0, 1], sequences);
    }

    [Fact]
    public async Task The_API_tells_counts_rates_and_hours()
    {
        const string Range = "&from=2026-07-01T00:00:00Z&to=2026-07-02T00:00:00Z";
        foreach (var i in Enumerable.Range(0, 30))
        {
            store.Insert([SomeRecords.One(sequence: i, count: i % 3)]);
        }

        var buckets = (await GetAsync("/api/counts?device=yard-1&label=cough&bucket=minute" + Range)).GetProperty("buckets");
        Assert.Equal(30, buckets.GetArrayLength());
        Assert.Equal("[1782907260,1,58.016,60.032,0.016,1]", buckets[1].GetRawText());
        Assert.Equal(30, (await GetAsync("/api/counts?device=yard-1&bucket=day" + Range)).GetProperty("buckets")[0][1].GetInt32());
        var rate = await GetAsync("/api/rate?device=yard-1&label=cough" + Range);
        Assert.Equal(30 / (30 * 58.016 / 60), rate.GetProperty("per_minute").GetDouble(), 1e-9);
        Assert.True(rate.GetProperty("low").GetDouble() < rate.GetProperty("per_minute").GetDouble());
        Assert.Equal(JsonValueKind.Null, (await GetAsync("/api/rate?device=nobody" + Range)).ValueKind);
        Assert.Equal(30, (await GetAsync("/api/hours?device=yard-1&offset_minutes=120" + Range)).GetProperty("hours")[14].GetProperty("count").GetInt32());
        Assert.Equal("cough", (await GetAsync("/api/labels")).GetProperty("labels")[0].GetString());
        Assert.Equal(7, (await GetAsync("/api/records?limit=7" + Range)).GetProperty("records").GetArrayLength());
        var device = (await GetAsync("/api/devices")).GetProperty("devices")[0];
        Assert.Equal(29, device.GetProperty("last_record").GetProperty("sequence").GetInt32());
    }

    [Theory]
    [InlineData("/api/counts?device=a%20b")]
    [InlineData("/api/counts")]
    [InlineData("/api/counts?device=a&bucket=year")]
    [InlineData("/api/counts?device=a&bucket=minute&from=0")]
    [InlineData("/api/rate?device=a&from=never")]
    [InlineData("/api/rate?device=a&from=5&to=4")]
    [InlineData("/api/records?limit=0")]
    [InlineData("/api/hours?device=a&offset_minutes=9999")]
    [InlineData("/api/export?format=xml")]
    public async Task A_bad_question_is_answered_400_with_one_line(string path)
    {
        using var answer = await client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Single(text.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Exports_escape_what_labels_may_hold()
    {
        store.Insert([SomeRecords.One() with { Counts = [new LabelCount("=1+1,\"x\"", 2)] }]);

        Assert.Contains(",\"'=1+1,\"\"x\"\"\",2,1a2b3c4d,", await client.GetStringAsync("/api/export"), StringComparison.Ordinal);
        Assert.Contains("label=\\=1+1\\,\"x\" count=2i,listened_s=58.016 1782907200000", await client.GetStringAsync("/api/export?format=influx"), StringComparison.Ordinal);
        Assert.Equal(2, JsonDocument.Parse(await client.GetStringAsync("/api/export?format=json")).RootElement.GetProperty("counts").GetProperty("=1+1,\"x\"").GetInt32());
        Assert.Contains("aed_events_total{device=\"yard-1\",label=\"=1+1,\\\"x\\\"\"} 2\n", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_has_security_headers_and_nothing_else_is_served()
    {
        using var answer = await client.GetAsync("/../station.db");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task The_OpenAPI_document_lists_every_route_and_what_it_asks_for()
    {
        var described = (await GetAsync("/openapi.json")).GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation =>
            $"{operation.Name.ToUpperInvariant()} {path.Name} {operation.Value.GetProperty("security").GetRawText().Replace(" ", string.Empty, StringComparison.Ordinal)}"));
        var served = station.Routes.SelectMany(route => route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Select(method =>
            $"{method} {route.RoutePattern.RawText} {SecurityOf(method, route)}"));

        Assert.Equal(served.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));

        static string SecurityOf(string method, RouteEndpoint route) =>
            route.RoutePattern.RawText == "/counts" ? """[{"token":[]}]"""
            : route.Metadata.GetMetadata<OpenToAll>() is not null ? "[]"
            : method == "GET" ? """[{},{"session":[]},{"reader":[]}]"""
            : """[{"session":[]}]""";
    }

    private async Task StartAsync(bool isOpen)
    {
        station = await StationServer.StartAsync(store, new StationOptions { Http = new IPEndPoint(IPAddress.Loopback, 0), IsOpen = isOpen, Log = log.Add });
        client = new HttpClient { BaseAddress = station.Url };
    }

    private async Task RestartAsync(bool isOpen)
    {
        client.Dispose();
        await station.DisposeAsync();
        await StartAsync(isOpen);
    }

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(string body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/counts") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await client.GetStringAsync(path)).RootElement;
}
