using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Esp32Aed.Station;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>Every route the station has, as its own list tells, without what it asks for: a new one is among them by itself.</summary>
public sealed class StationDoorTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";

    /// <summary>What is open to all, and nothing else: it tells nothing of the sensors, or asks for a token or password itself.</summary>
    private static readonly string[] Open = ["GET /api/session", "GET /healthz", "GET /openapi.json", "POST /api/login", "POST /api/logout", "POST /counts"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-door-");
    private readonly DeviceSecrets device = DeviceSecrets.Make();
    private SqliteStore store = null!;
    private StationServer station = null!;
    private HttpClient client = null!;

    private IEnumerable<(string Method, string Path, bool IsOpen)> Routes => station.Routes.SelectMany(route =>
        route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Select(method => (method, route.RoutePattern.RawText!, route.Metadata.GetMetadata<OpenToAll>() is not null)));

    private IEnumerable<(string Method, string Path)> Changes => Routes.Where(r => !r.IsOpen && r.Method != "GET").Select(r => (r.Method, r.Path));

    private IEnumerable<string> Questions => Routes.Where(r => !r.IsOpen && r.Method == "GET").Select(r => r.Path);

    public async ValueTask InitializeAsync()
    {
        store = new SqliteStore(Path.Combine(folder.FullName, "station.db"));
        store.Open();
        store.SetDevice("yard-1", DeviceSecrets.HashOf(device.Token), device.Key);
        new AlertStore(store).Add(new AlertRule(AlertKind.Silent, null, string.Empty, null, null, null));
        station = await StationServer.StartAsync(store, new StationOptions { Http = new IPEndPoint(IPAddress.Loopback, 0), NeedsLoginToRead = true, LiveHeartbeat = TimeSpan.FromMilliseconds(50) });
        client = NewClient();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await station.DisposeAsync();
        store.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Only_some_routes_are_open_to_all()
    {
        Assert.Equal(Open, Routes.Where(r => r.IsOpen).Select(r => $"{r.Method} {r.Path}").Order(StringComparer.Ordinal));
        Assert.True(Changes.Count() >= 3 && Questions.Count() >= 10, "the station's routes are not all known");
    }

    [Fact]
    public async Task Without_a_password_nobody_gets_in()
    {
        foreach (var (method, path) in Changes.Concat(Questions.Select(path => ("GET", path))))
        {
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(method, path));
        }

        foreach (var password in new[] { string.Empty, "admin", Password })
        {
            using var answer = await client.PostAsJsonAsync("/api/login", new { password });
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        var login = new AdminLogin(new AdminStore(store), TimeProvider.System);
        Assert.Null(login.Enter(string.Empty));
        Assert.False(login.Holds(null));
        Assert.False(login.Holds(string.Empty));
        Assert.False(login.Holds("1.2"));
        AssertUnchanged();
    }

    [Fact]
    public async Task Nothing_is_changed_without_the_login()
    {
        new AdminStore(store).SetPassword(Password);
        var reader = new ReaderStore(store).Add("prometheus", DateTimeOffset.UtcNow);
        foreach (var (method, path) in Changes)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path, ("Cookie", "aed_session=1")));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path, ("Authorization", $"Bearer {reader}")));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path, ("Authorization", $"Bearer {device.Token}")));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path, ("Accept", "text/html")));
        }

        AssertUnchanged();
    }

    [Fact]
    public async Task Another_sites_page_changes_nothing_for_somebody_logged_in()
    {
        await LogInAsync();
        foreach (var (method, path, _) in Routes.Where(r => r.Method != "GET"))
        {
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(method, path, ("Origin", "http://evil.example")));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(method, path, ("Origin", $"http://127.0.0.1:{station.Url.Port + 1}")));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(method, path, ("Origin", "null")));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(method, path, ("Sec-Fetch-Site", "cross-site")));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(method, path, ("Sec-Fetch-Site", "same-site")));
        }

        AssertUnchanged();
        Assert.Contains("\"is_admin\":true", await client.GetStringAsync("/api/session"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("POST", "/api/alerts", ("Origin", $"http://127.0.0.1:{station.Url.Port}")));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("POST", "/api/alerts", ("Sec-Fetch-Site", "same-origin")));
    }

    [Fact]
    public async Task Bodies_that_a_form_of_another_site_could_send_are_refused()
    {
        await LogInAsync();
        foreach (var (method, path) in Changes.Where(c => c.Method != "DELETE").Append(("POST", "/api/login")))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("{}", Encoding.UTF8, "text/plain") };
            using var answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Where_reading_needs_the_login_it_opens_every_question_and_so_does_a_readers_token_until_it_is_revoked()
    {
        new AdminStore(store).SetPassword(Password);
        var readers = new ReaderStore(store);
        var token = readers.Add("prometheus", DateTimeOffset.UtcNow);
        foreach (var path in Questions)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", path));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", path.ToUpperInvariant()));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", path + "/"));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", path, ("Authorization", "Bearer wrong")));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", path, ("Authorization", $"Bearer {device.Token}")));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", path, ("Authorization", $"Basic {token}")));
            AssertAnswered(await StatusAsync("GET", path, ("Authorization", $"Bearer {token}")));
        }

        Assert.Equal("prometheus", Assert.Single(readers.Readers()).Name);
        Assert.True(readers.Revoke("prometheus"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", "/metrics", ("Authorization", $"Bearer {token}")));
        await LogInAsync();
        foreach (var path in Questions)
        {
            AssertAnswered(await StatusAsync("GET", path));
        }
    }

    [Fact]
    public async Task Live_records_end_for_a_reader_who_is_revoked()
    {
        var readers = new ReaderStore(store);
        var token = readers.Add("grafana", DateTimeOffset.UtcNow);
        using var answer = await AnswerAsync("GET", "/api/live", ("Authorization", $"Bearer {token}"));
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        for (var beats = 0; beats < 2; beats += (await reader.ReadLineAsync())!.Contains("still here", StringComparison.Ordinal) ? 1 : 0)
        {
        }

        readers.Revoke("grafana");
        await reader.ReadToEndAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_browser_is_sent_to_the_login_and_told_the_way_back()
    {
        foreach (var path in Questions.Append("/api/export?format=csv&device=yard-1&x=//evil.example/%0d%0aSet-Cookie:a"))
        {
            using var answer = await AnswerAsync("GET", path, ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
            var location = answer.Headers.GetValues("Location").Single();
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal("/#/login?back=" + Uri.EscapeDataString(path), location);
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("GET", $"{station.Url}/evil.example/metrics", ("Accept", "text/html")));
    }

    [Fact]
    public async Task A_program_is_told_which_token_it_needs()
    {
        new AdminStore(store).SetPassword(Password);
        using var answer = await AnswerAsync("GET", "/metrics", ("Authorization", "Bearer wrong"));

        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal("the bearer token is no reader's; 'aed station readers' lists them\n", await answer.Content.ReadAsStringAsync());
    }

    private static void AssertAnswered(HttpStatusCode status) => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{status}");

    private void AssertUnchanged()
    {
        Assert.Equal(DeviceSecrets.HashOf(device.Token), Assert.Single(store.Devices()).TokenHash);
        Assert.Single(new AlertStore(store).Rules());
    }

    private HttpClient NewClient() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = station.Url };

    private async Task LogInAsync()
    {
        new AdminStore(store).SetPassword(Password);
        using var answer = await client.PostAsJsonAsync("/api/login", new { password = Password });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private async Task<HttpStatusCode> StatusAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var answer = await AnswerAsync(method, path, headers);
        return answer.StatusCode;
    }

    /// <summary>An answer's head: live records have no end.</summary>
    private async Task<HttpResponseMessage> AnswerAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
        {
            request.Content = new StringContent("""{"action":"revoke","device":"yard-1"}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
