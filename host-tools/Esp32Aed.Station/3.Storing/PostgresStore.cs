using System.Data.Common;
using Npgsql;

namespace Esp32Aed.Station;

/// <summary>Records in a PostgreSQL database (12 or newer), partitioned by month; several stations may write at once.</summary>
public sealed class PostgresStore : SqlStore
{
    private const int Version = 3;
    private const int MostTries = 5;
    private const int ConnectSeconds = 10;

    /// <summary>Advisory lock of migrations and of new partitions.</summary>
    private const int SchemaLock = 0x0AED0001;

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlConnectionStringBuilder settings;
    private PostgresWriter? writer;

    /// <summary>Names the database; nothing is opened yet.</summary>
    /// <param name="address">postgres://user:password@host:port/database</param>
    public PostgresStore(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var login = address.UserInfo.Split(':', 2);
        settings = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port > 0 ? address.Port : 5432,
            Database = Uri.UnescapeDataString(address.AbsolutePath.Trim('/')) is { Length: > 0 } database ? database : "postgres",
            Username = login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : "postgres",
            Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null,
            Timeout = ConnectSeconds,
            ApplicationName = "aed station",
        };
        source = NpgsqlDataSource.Create(settings);
    }

    /// <inheritdoc/>
    public override string Name => $"postgres://{settings.Host}:{settings.Port}/{settings.Database}";

    /// <inheritdoc/>
    public override void Open() => Guarded(() =>
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction();
        connection.Run($"SELECT pg_advisory_xact_lock({SchemaLock})");
        connection.Run("CREATE TABLE IF NOT EXISTS station_version (version integer NOT NULL)");
        var version = (int)(connection.Scalar("SELECT max(version) FROM station_version") is int number ? number : 0);
        if (version > Version)
        {
            throw new IOException($"was written by a newer station (version {version}); use that one");
        }

        for (var next = version + 1; next <= Version; next++)
        {
            connection.Run(SqlText.Resource($"postgres-{next}.sql"));
            connection.Run($"INSERT INTO station_version VALUES ({next})");
        }

        transaction.Commit();
        return 0;
    });

    /// <inheritdoc/>
    public override bool[] Insert(IReadOnlyList<SensorRecord> records) => Written(w => w.Insert(records));

    /// <inheritdoc/>
    public override long Retire(long beforeMilliseconds) => Written(w => w.Retire(beforeMilliseconds));

    /// <inheritdoc/>
    protected override DbConnection Connect() => source.OpenConnection();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        writer?.Dispose();
        source.Dispose();
    }

    private T Written<T>(Func<PostgresWriter, T> write) => Guarded(() =>
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                if (writer is null)
                {
                    Open();
                    writer = new PostgresWriter((NpgsqlConnection)Connect(), SchemaLock);
                }

                return write(writer);
            }
            catch (Exception error)
            {
                writer?.Dispose();
                writer = null;
                if (tried == MostTries || error is not PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure })
                {
                    throw;
                }
            }
        }
    });
}
