using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Esp32Aed.Load;

/// <summary>
/// What the database does with the same records by the shortest way, with no validation, no identities, no sums and no network of sensors: an
/// INSERT loop into one table, a transaction for each post (SQLite, WAL, <c>synchronous = FULL</c>), or one COPY for every 1,000 (PostgreSQL).
/// </summary>
internal static class BareDatabase
{
    private const int CopyRecords = 1000;

    /// <summary>Records per second.</summary>
    public static double Measure(LoadOptions options, string folder, int records)
    {
        var clock = new Stopwatch();
        if (options.Store == "sqlite")
        {
            Insert(Path.Combine(folder, "peer.db"), records, options.Batch, clock);
        }
        else
        {
            Copy(new Uri(options.Store), records, clock);
        }

        return records / clock.Elapsed.TotalSeconds;
    }

    private static void Insert(string path, int records, int batch, Stopwatch clock)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        Run(connection, "PRAGMA journal_mode = WAL");
        Run(connection, "PRAGMA synchronous = FULL");
        Run(connection, "CREATE TABLE peer (device TEXT, boot INTEGER, sequence INTEGER, start TEXT, counts TEXT)");
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO peer VALUES (@device, 1, @sequence, @start, @counts)";
        var device = command.Parameters.Add("@device", SqliteType.Text);
        var sequence = command.Parameters.Add("@sequence", SqliteType.Integer);
        var start = command.Parameters.Add("@start", SqliteType.Text);
        var counts = command.Parameters.Add("@counts", SqliteType.Text);
        clock.Start();
        for (var i = 0; i < records;)
        {
            using var transaction = connection.BeginTransaction();
            command.Transaction = transaction;
            for (var end = Math.Min(records, i + batch); i < end; i++)
            {
                device.Value = SensorRecords.NameOf(i % 10_000);
                sequence.Value = i;
                start.Value = SensorRecords.StartOf(i % 10_000, i).ToString("O", CultureInfo.InvariantCulture);
                counts.Value = "{\"cough\":2}";
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        clock.Stop();
    }

    private static void Copy(Uri address, int records, Stopwatch clock)
    {
        var login = address.UserInfo.Split(':', 2);
        using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port > 0 ? address.Port : 5432,
            Database = address.AbsolutePath.Trim('/'),
            Username = Uri.UnescapeDataString(login[0]),
            Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null,
        });
        using var connection = source.OpenConnection();
        Run(connection, "CREATE TABLE peer (device text, boot integer, sequence integer, start timestamptz, counts text)");
        clock.Start();
        for (var i = 0; i < records;)
        {
            using var copy = connection.BeginBinaryImport("COPY peer FROM STDIN (FORMAT BINARY)");
            for (var end = Math.Min(records, i + CopyRecords); i < end; i++)
            {
                copy.StartRow();
                copy.Write(SensorRecords.NameOf(i % 10_000), NpgsqlDbType.Text);
                copy.Write(1, NpgsqlDbType.Integer);
                copy.Write(i, NpgsqlDbType.Integer);
                copy.Write(SensorRecords.StartOf(i % 10_000, i), NpgsqlDbType.TimestampTz);
                copy.Write("{\"cough\":2}", NpgsqlDbType.Text);
            }

            copy.Complete();
        }

        clock.Stop();
        Run(connection, "DROP TABLE peer");
    }

    private static void Run(System.Data.Common.DbConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // All texts are this program's own.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
