using Esp32Aed.Station;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Esp32Aed.Tests.Station;

public sealed class SqliteStoreTests : RecordStoreTests
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-store-");

    [Fact]
    public void A_backup_is_a_store_of_the_same_records()
    {
        using var store = (SqliteStore)Make();
        store.Open();
        store.Insert([SomeRecords.One()]);
        var copy = Path.Combine(folder.FullName, "copy.db");
        store.Backup(copy);
        store.Insert([SomeRecords.One(sequence: 1)]);

        using var other = new SqliteStore(copy);
        other.Open();
        Assert.Single(other.Records(null, 0, long.MaxValue));
        Assert.Contains("is there already", Assert.Throws<StoreException>(() => store.Backup(copy)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_loses_nothing_that_was_stored_and_passes()
    {
        using var store = (SqliteStore)Make();
        store.Open();
        store.Insert([SomeRecords.One("other")]);
        store.Dispose();
        store.MostPages = 40;
        var fault = Assert.Throws<StoreException>(() => store.Insert(SomeRecords.Many(5000, seed: 5)));
        Assert.Contains("full", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Single(store.Records(null, 0, long.MaxValue));

        store.MostPages = null;
        Assert.Equal(5000, store.Insert(SomeRecords.Many(5000, seed: 5)).Count(n => n));
    }

    [Fact]
    public void A_store_of_a_newer_station_is_refused()
    {
        using var store = (SqliteStore)Make();
        store.Open();
        Run(store, "PRAGMA user_version = 99");

        Assert.Contains("newer", Assert.Throws<StoreException>(store.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_of_an_older_station_is_brought_to_this_one()
    {
        using var store = (SqliteStore)Make();
        foreach (var version in new[] { 1, 2 })
        {
            Run(store, SqlText.Resource($"sqlite-{version}.sql") + $";PRAGMA user_version = {version}");
        }

        Run(store, "INSERT INTO alert_rules (kind, label, created_ms) VALUES ('silent', '', 0)");
        Run(store, "INSERT INTO alert_states (rule_id, device, is_raised, since_ms, value) VALUES (1, 'yard-1', 1, 7, 900), (1, 'yard-2', 0, 8, 9)");
        store.Open();

        Assert.Equal([7, null], new AlertStore(store).States().Select(s => s.LastRaisedMilliseconds));
    }

    [Fact]
    public void A_file_that_is_no_store_is_refused()
    {
        var path = Path.Combine(folder.FullName, "other.db");
        File.WriteAllText(path, "this is a text, and not a short one: it should not look like a database at all, whatever reads it");
        using var store = new SqliteStore(path);

        Assert.Contains("not a database", Assert.Throws<StoreException>(store.Open).Message, StringComparison.Ordinal);
    }

    protected override SqlStore Make() => new SqliteStore(Path.Combine(folder.FullName, $"{Guid.NewGuid():N}.db"));

    protected override SqlStore MakeAnother(SqlStore store) => new SqliteStore(store.Name);

    protected override int RowsOf(SqlStore store, string view)
    {
        using var connection = new SqliteConnection($"Data Source={store.Name};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {view}";
        using var reader = command.ExecuteReader();
        var rows = 0;
        while (reader.Read())
        {
            rows++;
        }

        return rows;
    }

    protected override void CleanUp() => folder.Delete(recursive: true);

    private static void Run(SqliteStore store, string text)
    {
        using var connection = new SqliteConnection($"Data Source={store.Name};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
