using Esp32Aed.Station;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>What both stores must do for alerts and the login.</summary>
public abstract class AlertStoreTests : IDisposable
{
    private static readonly Uri Hook = new("http://127.0.0.1:1/hook?key=1");

    [Fact]
    public void Rules_come_back_as_they_were_until_they_are_deleted()
    {
        var alerts = new AlertStore(Store);
        var rule = alerts.Add(new AlertRule(AlertKind.RateUnder, "yard-1", "<b>'cough'", 2.5, 30, Hook) { CreatedMilliseconds = 7 })!;
        var other = alerts.Add(new AlertRule(AlertKind.Silent, null, string.Empty, null, null, null))!;

        Assert.Equal([rule, other], alerts.Rules());
        Assert.True(alerts.Delete(rule.Id));
        Assert.False(alerts.Delete(rule.Id));
        Assert.Equal([other], alerts.Rules());
    }

    [Fact]
    public void A_change_is_one_stations_and_has_one_call()
    {
        var alerts = new AlertStore(Store);
        var rule = alerts.Add(new AlertRule(AlertKind.RateOver, null, "cough", 2.5, 30, Hook))!;
        var raised = new AlertState(rule.Id, "yard-1", true, 1000, new AlertReading(3, 2.6, null));

        Assert.Equal(1, Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(4).Count(_ => alerts.Change(raised, Hook, "{}")));
        Assert.Equal([raised with { LastRaisedMilliseconds = 1000 }], alerts.States());
        var call = Assert.Single(alerts.Calls());
        Assert.Equal((rule.Id, "yard-1", Hook, "{}", 0, 1000L), (call.Rule, call.Device, call.Url, call.Body, call.Tries, call.NextMilliseconds));
        Assert.Equal(1, Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(4).Count(_ => alerts.Take(call, 16_000)));
        Assert.Equal((1, 16_000L), (alerts.Calls()[0].Tries, alerts.Calls()[0].NextMilliseconds));
        alerts.Finish(call);
        Assert.Empty(alerts.Calls());
        var ended = raised with { IsRaised = false, SinceMilliseconds = 2000 };
        Assert.True(alerts.Change(ended, webhook: null, "{}"));
        Assert.Empty(alerts.Calls());
        Assert.Equal([ended with { LastRaisedMilliseconds = 1000 }], alerts.States());
        Assert.True(alerts.Change(raised with { SinceMilliseconds = 3000 }, webhook: null, "{}"));
        Assert.Equal(3000, Assert.Single(alerts.States()).LastRaisedMilliseconds);
    }

    [Fact]
    public void Readers_are_known_by_their_token_until_they_are_revoked()
    {
        var readers = new ReaderStore(Store);
        var token = readers.Add("grafana", DateTimeOffset.FromUnixTimeMilliseconds(7))!;
        Assert.NotNull(readers.Add("prometheus", DateTimeOffset.UnixEpoch));

        Assert.Null(readers.Add("grafana", DateTimeOffset.UnixEpoch));
        Assert.Equal([new Reader("grafana", 7), new Reader("prometheus", 0)], readers.Readers());
        Assert.True(readers.Holds(token));
        Assert.False(readers.Holds(token + "x"));
        Assert.False(readers.Holds(string.Empty));
        Assert.True(readers.Revoke("grafana"));
        Assert.False(readers.Revoke("grafana"));
        Assert.False(readers.Holds(token));
    }

    [Fact]
    public void What_belongs_to_a_deleted_rule_goes_with_it()
    {
        var alerts = new AlertStore(Store);
        var rule = alerts.Add(new AlertRule(AlertKind.BatteryBelow, null, string.Empty, 3400, null, Hook))!;
        var state = new AlertState(rule.Id, "yard-1", true, 1000, new AlertReading(3300));
        alerts.Change(state, Hook, "{}");
        alerts.Delete(rule.Id);

        Assert.False(alerts.Change(state with { Device = "yard-2" }, Hook, "{}"));
        Assert.Empty(alerts.States());
        Assert.Empty(alerts.Calls());
    }

    [Fact]
    public void A_new_password_ends_sessions()
    {
        var admin = new AdminStore(Store);
        Assert.Null(admin.Password());
        admin.SetPassword("correct horse");
        Assert.True(PasswordHash.Fits("correct horse", admin.Password()!));
        Assert.False(PasswordHash.Fits("correct horsf", admin.Password()!));
        var (first, second) = (admin.Begin(0, 100), admin.Begin(0, 100));
        Assert.True(admin.Holds(first, 99));
        Assert.False(admin.Holds(first, 100));
        admin.End(first);
        Assert.False(admin.Holds(first, 99));
        Assert.True(admin.Holds(second, 99));
        admin.SetPassword("battery staple");
        Assert.False(admin.Holds(second, 99));
    }

    public void Dispose()
    {
        Store.Dispose();
        CleanUp();
        GC.SuppressFinalize(this);
    }

    /// <summary>An empty, opened store.</summary>
    protected abstract SqlStore Store { get; }

    protected virtual void CleanUp()
    {
    }
}

public sealed class SqliteAlertStoreTests : AlertStoreTests
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-alerts-");

    public SqliteAlertStoreTests()
    {
        Store = new SqliteStore(Path.Combine(folder.FullName, "station.db"));
        Store.Open();
    }

    protected override SqlStore Store { get; }

    protected override void CleanUp() => folder.Delete(recursive: true);
}

[Collection(PostgresCollection.Name)]
public sealed class PostgresAlertStoreTests : AlertStoreTests
{
    public PostgresAlertStoreTests(PostgresCluster cluster)
    {
        Store = new PostgresStore(cluster.NewDatabase());
        Store.Open();
    }

    protected override SqlStore Store { get; }
}
