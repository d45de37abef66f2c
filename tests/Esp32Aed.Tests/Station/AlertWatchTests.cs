using System.Net.Sockets;
using System.Net;
using System.Text.Json;
using Esp32Aed.Servers;
using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>Rules, records, a clock of its own and a real webhook.</summary>
public sealed class AlertWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-watch-");
    private readonly ManualTime time = new(SomeRecords.Noon);
    private readonly List<string> log = [];
    private SqliteStore store = null!;
    private AlertStore alerts = null!;
    private AlertWatch watch = null!;
    private Webhooks webhooks = null!;
    private RecordingServer hook = null!;
    private int sequence;

    public async ValueTask InitializeAsync()
    {
        store = new SqliteStore(Path.Combine(folder.FullName, "station.db"));
        store.Open();
        alerts = new AlertStore(store);
        watch = new AlertWatch(store, alerts, time);
        webhooks = new Webhooks(alerts, time, log.Add);
        hook = await RecordingServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        webhooks.Dispose();
        store.Dispose();
        await hook.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_rate_rings_once_and_ends_once()
    {
        Add(AlertKind.RateOver, "cough", limit: 2, minutes: 10);
        await PostAsync(minutes: 20, count: 2);
        Assert.Empty(alerts.States());
        await PostAsync(minutes: 12, count: 6);
        await PostAsync(minutes: 12, count: 2);
        Assert.True(Assert.Single(alerts.States()).IsRaised);
        await PostAsync(minutes: 12, count: 1);
        Assert.False(Assert.Single(alerts.States()).IsRaised);

        var bodies = hook.Requests.Select(r => JsonDocument.Parse(r.Body).RootElement).ToList();
        Assert.Equal(["raised", "cleared"], bodies.Select(b => b.GetProperty("alert").GetString()));
        Assert.All(bodies, b => Assert.Equal("yard-1", b.GetProperty("device").GetString()));
        Assert.True(bodies[0].GetProperty("low").GetDouble() > 2);
        Assert.StartsWith("yard-1: cough ", bodies[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("rate_over", bodies[0].GetProperty("rule").GetProperty("kind").GetString());
        Assert.All(hook.Requests, r => Assert.StartsWith("application/json", r.ContentType, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rate_that_is_not_known_changes_nothing()
    {
        Add(AlertKind.RateUnder, "cough", limit: 2, minutes: 10);
        await PostAsync(minutes: 12, count: 0);
        Assert.True(Assert.Single(alerts.States()).IsRaised);
        time.Pass(TimeSpan.FromDays(2));
        await CheckAsync();

        Assert.True(Assert.Single(alerts.States()).IsRaised);
        Assert.Single(hook.Requests);
    }

    [Fact]
    public async Task Silence_rings_after_three_gaps_and_ends_with_a_post()
    {
        Add(AlertKind.Silent);
        await PostAsync(minutes: 5, count: 0, gap: TimeSpan.FromMinutes(15));
        time.Pass(TimeSpan.FromMinutes(45));
        await CheckAsync();
        Assert.Empty(alerts.States());
        time.Pass(Minute);
        await CheckAsync();
        await CheckAsync();
        Assert.True(Assert.Single(alerts.States()).IsRaised);

        // A station that is started anew can't tell, and leaves it as it is.
        watch = new AlertWatch(store, alerts, time);
        await CheckAsync();
        Assert.True(Assert.Single(alerts.States()).IsRaised);
        await PostAsync(minutes: 1, count: 0);
        Assert.False(Assert.Single(alerts.States()).IsRaised);
        Assert.Equal(2, hook.Requests.Count);
    }

    [Fact]
    public async Task What_rings_of_a_revoked_device_ends()
    {
        Add(AlertKind.Silent);
        await PostAsync(minutes: 5, count: 0);
        time.Pass(TimeSpan.FromHours(3));
        await CheckAsync();
        store.Revoke("yard-1");
        await CheckAsync();
        await CheckAsync();

        Assert.False(Assert.Single(alerts.States()).IsRaised);
        Assert.Equal(["yard-1: silent for 3 hours", "yard-1: revoked"], hook.Requests.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_station_that_was_off_does_not_call_its_sensors_silent()
    {
        Add(AlertKind.Silent);
        await PostAsync(minutes: 5, count: 0);
        time.Pass(TimeSpan.FromDays(3));
        watch = new AlertWatch(store, alerts, time);
        await CheckAsync();
        Assert.Empty(alerts.States());
        time.Pass(TimeSpan.FromMinutes(11));
        await CheckAsync();

        Assert.True(Assert.Single(alerts.States()).IsRaised);
    }

    [Fact]
    public async Task A_low_battery_rings_and_a_revoked_sensor_does_not()
    {
        Add(AlertKind.BatteryBelow, limit: 3400);
        Add(AlertKind.Silent);
        await PostAsync(minutes: 2, count: 0, battery: 3410);
        Assert.Empty(alerts.States());
        await PostAsync(minutes: 1, count: 0, battery: 3390);
        await PostAsync(minutes: 1, count: 0, battery: 3420);
        Assert.True(Assert.Single(alerts.States()).IsRaised);
        await PostAsync(minutes: 1, count: 0, battery: 3460);
        Assert.False(Assert.Single(alerts.States()).IsRaised);

        store.Revoke("yard-1");
        time.Pass(TimeSpan.FromDays(2));
        await CheckAsync();
        Assert.Single(alerts.States());
    }

    [Fact]
    public async Task A_webhook_that_fails_is_called_again_later_and_in_order()
    {
        Add(AlertKind.BatteryBelow, limit: 3400);
        hook.Status = 500;
        await PostAsync(minutes: 1, count: 0, battery: 3390);
        await PostAsync(minutes: 1, count: 0, battery: 3460);
        Assert.Equal(2, hook.Requests.Count);
        await webhooks.SendAsync(CancellationToken.None);
        Assert.Equal(2, hook.Requests.Count);
        hook.Status = 204;
        time.Pass(Minute);
        await webhooks.SendAsync(CancellationToken.None);
        await webhooks.SendAsync(CancellationToken.None);

        Assert.Equal(["raised", "raised", "raised", "cleared"], hook.Requests.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("alert").GetString()));
        Assert.Empty(alerts.Calls());
        Assert.Empty(log);
    }

    [Fact]
    public async Task A_webhook_that_is_gone_is_given_up_after_a_day_with_a_line_without_its_secret()
    {
        Add(AlertKind.BatteryBelow, limit: 3400, webhook: new Uri($"http://127.0.0.1:{FreePort.Any()}/s3cret"));
        await PostAsync(minutes: 1, count: 0, battery: 3390);
        var tries = 0;
        while (alerts.Calls() is [var call])
        {
            tries = call.Tries;
            time.Pass(TimeSpan.FromHours(1));
            await webhooks.SendAsync(CancellationToken.None);
        }

        Assert.InRange(tries, 20, 40);
        Assert.DoesNotContain("s3cret", Assert.Single(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_never_answers_is_left_and_called_again()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        Add(AlertKind.BatteryBelow, limit: 3400, webhook: new Uri($"http://{mute.LocalEndpoint}/"));
        webhooks.Dispose();
        webhooks = new Webhooks(alerts, time, log.Add, patience: TimeSpan.FromMilliseconds(200));
        await PostAsync(minutes: 1, count: 0, battery: 3390);

        var call = Assert.Single(alerts.Calls());
        Assert.Equal((1, 15_000), (call.Tries, call.NextMilliseconds - call.CreatedMilliseconds));
    }

    private void Add(AlertKind kind, string label = "", double? limit = null, int? minutes = null, Uri? webhook = null) =>
        alerts.Add(new AlertRule(kind, null, label, limit, minutes, webhook ?? new Uri(hook.Url + "/alert")));

    private async Task PostAsync(int minutes, int count, TimeSpan? gap = null, int? battery = null)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            time.Pass(gap ?? Minute);
            var arrived = time.GetUtcNow();
            store.Insert([SomeRecords.One(sequence: sequence++, count: count, start: arrived - Minute) with { ArrivedMilliseconds = arrived.ToUnixTimeMilliseconds(), BatteryMillivolts = battery }]);
            await CheckAsync();
        }
    }

    private async Task CheckAsync()
    {
        watch.Check();
        await webhooks.SendAsync(CancellationToken.None);
    }
}
