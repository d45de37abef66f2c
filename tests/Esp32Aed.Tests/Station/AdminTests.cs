using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>The login, and what is behind it.</summary>
public sealed class AdminTests : IAsyncLifetime
{
    private const string Password = "a long password";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-admin-");
    private SqliteStore store = null!;
    private StationServer station = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        store = new SqliteStore(Path.Combine(folder.FullName, "station.db"));
        station = await StationServer.StartAsync(store, new StationOptions { Http = new IPEndPoint(IPAddress.Loopback, 0) });
        new AdminStore(store).SetPassword(Password);
        client = new HttpClient { BaseAddress = station.Url };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await station.DisposeAsync();
        store.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Devices_are_changed_by_whoever_is_logged_in()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/admin/devices", new { action = "add", device = "shed" }));
        Assert.Empty(store.Devices());
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/login", new { password = "wrong" }));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync("/api/login", new { password = Password }));

        using var answer = await client.PostAsJsonAsync("/api/admin/devices", new { action = "add", device = "shed" });
        var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString()!;
        Assert.Equal(DeviceSecrets.HashOf(token), Assert.Single(store.Devices()).TokenHash);
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync("/api/admin/devices", new { action = "add", device = "shed" }));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/admin/devices", new { action = "rotate", device = "shed" }));
        Assert.NotEqual(DeviceSecrets.HashOf(token), Assert.Single(store.Devices()).TokenHash);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/admin/devices", new { action = "revoke", device = "shed" }));
        Assert.True(Assert.Single(store.Devices()).IsRevoked);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/api/admin/devices", new { action = "revoke", device = "barn" }));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("/api/admin/devices", new { action = "add", device = "<b>" }));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("/api/admin/devices", new { action = "burn", device = "shed" }));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync("/api/logout", new { }));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/admin/devices", new { action = "add", device = "barn" }));
    }

    [Fact]
    public async Task The_session_is_kept_from_scripts_and_other_sites()
    {
        using var answer = await client.PostAsJsonAsync("/api/login", new { password = Password });
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        using var form = new StringContent("{\"action\":\"add\",\"device\":\"shed\"}", Encoding.UTF8, "text/plain");
        using var refused = await client.PostAsync("/api/admin/devices", form);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"password\":7}")]
    [InlineData("{\"password\":")]
    public async Task A_bad_body_is_answered_400(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/api/login", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<HttpStatusCode> StatusAsync<T>(string path, T body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        return answer.StatusCode;
    }
}
