using Esp32Aed.Station;
using Npgsql;
using Xunit;

namespace Esp32Aed.Tests.Station;

[Collection(PostgresCollection.Name)]
public sealed class PostgresStoreTests(PostgresCluster cluster) : RecordStoreTests
{
    private Uri? address;

    [Fact]
    public void A_dropped_database_is_told_in_one_line_and_a_new_one_is_taken()
    {
        using var store = Make();
        store.Open();
        store.Insert([SomeRecords.One()]);
        var name = address!.AbsolutePath.Trim('/');
        cluster.Execute($"DROP DATABASE {name} WITH (FORCE)");
        var fault = Assert.Throws<StoreException>(() => store.Insert([SomeRecords.One(sequence: 1)]));
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Contains(name, Assert.Throws<StoreException>(() => store.Insert([SomeRecords.One(sequence: 1)])).Message, StringComparison.Ordinal);

        cluster.Execute($"CREATE DATABASE {name}");
        Assert.Equal([true], store.Insert([SomeRecords.One(sequence: 1)]));
    }

    [Fact]
    public void Months_are_partitions_that_go_with_their_records()
    {
        using var store = Make();
        store.Open();
        store.Insert([SomeRecords.One(), SomeRecords.One(boot: 2, start: SomeRecords.Noon.AddMonths(2))]);
        Assert.Equal(2, Count("SELECT count(*) FROM pg_inherits WHERE inhparent = 'records'::regclass"));

        store.Retire(SomeRecords.Noon.AddMonths(2).ToUnixTimeMilliseconds());
        Assert.Equal(1, Count("SELECT count(*) FROM pg_inherits WHERE inhparent = 'records'::regclass"));
        Assert.Equal([false, true], store.Insert([SomeRecords.One(), SomeRecords.One(boot: 3)]));
    }

    [Fact]
    public void The_password_is_in_no_message()
    {
        using var store = new PostgresStore(new Uri("postgres://aed:s3cret@127.0.0.1:1/station"));
        var fault = Assert.Throws<StoreException>(store.Open);

        Assert.DoesNotContain("s3cret", fault.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("postgres://127.0.0.1:1/station: ", fault.Message, StringComparison.Ordinal);
    }

    protected override SqlStore Make() => new PostgresStore(address = cluster.NewDatabase());

    protected override SqlStore MakeAnother(SqlStore store) => new PostgresStore(address!);

    protected override int RowsOf(SqlStore store, string view) => Count($"SELECT count(*) FROM (SELECT * FROM {view} OFFSET 0) v WHERE v::text <> ''");

    private int Count(string query)
    {
        using var source = NpgsqlDataSource.Create($"Host={address!.Host};Port={address.Port};Username=postgres;Database={address.AbsolutePath.Trim('/')};Pooling=false");
        using var command = source.CreateCommand(query);
        return (int)(long)command.ExecuteScalar()!;
    }
}
