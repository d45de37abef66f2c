using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>Who may do what, over a real connection.</summary>
public sealed class StationLoginTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-login-");
    private readonly ManualTime time = new(DateTimeOffset.UtcNow);
    private SqliteStore store = null!;
    private StationServer station = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        store = new SqliteStore(Path.Combine(folder.FullName, "station.db"));
        store.Open();
        new AdminStore(store).SetPassword(Password);
        await StartAsync(new StationOptions());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        store.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Reading_is_open_and_changing_is_not()
    {
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/api/alerts"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("/api/alerts", new { kind = "silent" }));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("/api/admin/devices", new { action = "add", device = "yard-1" }));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.DeleteAsync("/api/alerts?id=1")).StatusCode);
        Assert.Empty(store.Devices());
        Assert.Empty(new AlertStore(store).Rules());
    }

    [Fact]
    public async Task Who_is_logged_in_adds_and_deletes_alerts_until_logged_out()
    {
        await LogInAsync();
        using var added = await client.PostAsJsonAsync("/api/alerts", new { kind = "rate_over", label = "cough", limit = 2.5, webhook = "http://127.0.0.1:1/s3cret" });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var rule = JsonDocument.Parse(await added.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(60, rule.GetProperty("minutes").GetInt32());
        Assert.Contains("s3cret", await client.GetStringAsync("/api/alerts"), StringComparison.Ordinal);
        using (var stranger = new HttpClient { BaseAddress = station.Url })
        {
            var seen = JsonDocument.Parse(await stranger.GetStringAsync("/api/alerts")).RootElement.GetProperty("rules")[0];
            Assert.True(seen.GetProperty("has_webhook").GetBoolean());
            Assert.False(seen.TryGetProperty("webhook", out _));
        }

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"/api/alerts?id={rule.GetProperty("id").GetInt64()}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync($"/api/alerts?id={rule.GetProperty("id").GetInt64()}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync("/api/logout", new { }));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("/api/alerts", new { kind = "silent" }));
    }

    [Theory]
    [InlineData("""{"kind":"loud"}""")]
    [InlineData("""{"kind":"rate_over","label":"cough"}""")]
    [InlineData("""{"kind":"rate_over","limit":-1}""")]
    [InlineData("""{"kind":"rate_over","limit":"2"}""")]
    [InlineData("""{"kind":"rate_under","limit":0}""")]
    [InlineData("""{"kind":"rate_over","limit":1,"minutes":0}""")]
    [InlineData("""{"kind":"rate_over","limit":1,"minutes":1.5}""")]
    [InlineData("""{"kind":"rate_over","limit":1,"label":7}""")]
    [InlineData("""{"kind":"silent","device":"a b"}""")]
    [InlineData("""{"kind":"silent","webhook":"file:///etc/passwd"}""")]
    [InlineData("""{"kind":"silent","webhook":"/relative"}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task A_bad_alert_is_answered_400_with_one_line(string body)
    {
        await LogInAsync();
        using var answer = await client.PostAsync("/api/alerts", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Single((await answer.Content.ReadAsStringAsync()).TrimEnd().Split('\n'));
        Assert.Empty(new AlertStore(store).Rules());
    }

    [Fact]
    public async Task A_session_is_a_strict_cookie_that_ends()
    {
        using var answer = await client.PostAsJsonAsync("/api/login", new { password = Password });
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        foreach (var file in folder.GetFiles())
        {
            Assert.DoesNotContain(cookie.Split(['=', ';'])[1], Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file.FullName)), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Created, await PostAsync("/api/alerts", new { kind = "silent" }));
        time.Pass(TimeSpan.FromHours(13));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("/api/alerts", new { kind = "silent" }));
    }

    [Fact]
    public async Task Five_wrong_tries_a_minute_are_all_there_are()
    {
        for (var i = 0; i < 6; i++)
        {
            await LogInAsync();
        }

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("/api/login", new { password = $"wrong {i}" }));
        }

        using var answer = await client.PostAsJsonAsync("/api/login", new { password = Password });
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), answer.Headers.RetryAfter!.Delta);
        time.Pass(TimeSpan.FromMinutes(1));
        await LogInAsync();
    }

    [Fact]
    public async Task A_form_of_another_site_can_not_log_in()
    {
        using var answer = await client.PostAsync("/api/login", new StringContent($$"""{"password":"{{Password}}"}""", Encoding.UTF8, "text/plain"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task Reading_needs_the_login_where_others_can_ask()
    {
        await StopAsync();
        await StartAsync(new StationOptions { Http = new IPEndPoint(IPAddress.Any, 0) });
        foreach (var path in new[] { "/api/devices", "/API/devices", "/api/live", "/api/export", "/metrics", "/api/alerts" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(path));
        }

        Assert.Equal(HttpStatusCode.OK, await GetAsync("/healthz"));
        Assert.Contains("\"needs_login_to_read\":true", await client.GetStringAsync("/api/session"), StringComparison.Ordinal);
        await LogInAsync();
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/api/devices"));
        await StopAsync();
        await StartAsync(new StationOptions { Http = new IPEndPoint(IPAddress.Any, 0), NeedsLoginToRead = false });
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/api/devices"));
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example:8480", HttpStatusCode.MisdirectedRequest)]
    [InlineData("LOCALHOST:8480", HttpStatusCode.OK)]
    [InlineData("192.168.0.9:8480", HttpStatusCode.OK)]
    [InlineData("[::1]:8480", HttpStatusCode.OK)]
    [InlineData("station.home.arpa", HttpStatusCode.OK)]
    public async Task A_request_must_name_the_station(string host, HttpStatusCode status)
    {
        await StopAsync();
        await StartAsync(new StationOptions { Names = ["station.home.arpa"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/devices") { Headers = { Host = host } };

        Assert.Equal(status, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_device_that_posts_too_often_is_told_to_wait_and_others_are_not()
    {
        await StopAsync();
        await StartAsync(new StationOptions { PostsPerMinute = 3 });
        var (first, second) = (DeviceSecrets.Make(), DeviceSecrets.Make());
        store.SetDevice("yard-1", DeviceSecrets.HashOf(first.Token), first.Key);
        store.SetDevice("yard-2", DeviceSecrets.HashOf(second.Token), second.Key);
        HttpResponseMessage? answer = null;
        for (var i = 0; i < 20 && answer?.StatusCode is null or HttpStatusCode.NoContent; i++)
        {
            answer = await CountAsync("yard-1", i, first.Token);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answer!.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.NoContent, (await CountAsync("yard-2", 0, second.Token)).StatusCode);
    }

    [Fact]
    public async Task Guessing_tokens_is_slowed_down()
    {
        HttpResponseMessage? answer = null;
        for (var i = 0; i < 500 && answer?.StatusCode is null or HttpStatusCode.Unauthorized; i++)
        {
            answer = await CountAsync("yard-1", 0, $"guess{i}");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answer!.StatusCode);
    }

    private async Task<HttpResponseMessage> CountAsync(string device, int sequence, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/counts") { Content = new StringContent(SomeRecords.Json(device, sequence: sequence), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request);
    }

    private async Task StartAsync(StationOptions options)
    {
        station = await StationServer.StartAsync(store, options with { Http = new IPEndPoint(options.Http.Address, 0), Time = time });
        client = new HttpClient { BaseAddress = new UriBuilder(station.Url) { Host = "127.0.0.1" }.Uri };
    }

    private async Task StopAsync()
    {
        client.Dispose();
        await station.DisposeAsync();
    }

    private async Task LogInAsync() => Assert.Equal(HttpStatusCode.NoContent, await PostAsync("/api/login", new { password = Password }));

    private async Task<HttpStatusCode> PostAsync(string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> GetAsync(string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }
}
