using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Esp32Aed.Station;

/// <summary>Records in one SQLite file, with its write-ahead log beside it. Every transaction is on disk when it ends (<c>synchronous = FULL</c>).</summary>
public sealed class SqliteStore : SqlStore
{
    private const int Version = 3;
    private const int BusySeconds = 30;
    private readonly string path;
    private readonly string connectionString;
    private SqliteWriter? writer;

    /// <summary>Names the file; nothing is opened yet.</summary>
    public SqliteStore(string path)
    {
        this.path = Path.GetFullPath(path);
        connectionString = new SqliteConnectionStringBuilder { DataSource = this.path, DefaultTimeout = BusySeconds }.ToString();
        SQLitePCL.Batteries_V2.Init();
    }

    /// <inheritdoc/>
    public override string Name => path;

    /// <summary>Most pages of 4 KB that the file may have, or null: for trying out a full disk.</summary>
    internal int? MostPages { get; set; }

    /// <inheritdoc/>
    public override void Open() => Guarded(() =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var connection = Connect();
        connection.Run("PRAGMA journal_mode = WAL");
        return Migrate(connection);
    });

    /// <inheritdoc/>
    public override bool[] Insert(IReadOnlyList<SensorRecord> records) => Written(w => w.Insert(records));

    /// <inheritdoc/>
    public override long Retire(long beforeMilliseconds) => Written(w => w.Retire(beforeMilliseconds));

    /// <summary>Copies the store, as it is at one moment, into a new file; a station may be running.</summary>
    /// <param name="target">A file that does not exist yet.</param>
    public void Backup(string target) => Guarded(() =>
    {
        if (File.Exists(target))
        {
            throw new IOException($"{target} is there already; name a new file");
        }

        if (!File.Exists(path))
        {
            throw new IOException("there is no such store");
        }

        using var connection = Connect();
        connection.Run("VACUUM INTO @target", ("target", target));
        return 0;
    });

    /// <inheritdoc/>
    protected override DbConnection Connect()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        writer?.Dispose();
        writer = null;
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private T Written<T>(Func<SqliteWriter, T> write) => Guarded(() =>
    {
        try
        {
            writer ??= OpenWriter();
            return write(writer);
        }
        catch
        {
            // Whatever state the connection is in, a new one is in a good one.
            writer?.Dispose();
            writer = null;
            throw;
        }
    });

    private SqliteWriter OpenWriter()
    {
        Open();
        var connection = (SqliteConnection)Connect();
        connection.Run("PRAGMA synchronous = FULL");
        connection.Run("PRAGMA cache_size = -65536");
        connection.Run("PRAGMA wal_autocheckpoint = 4000");
        connection.Run($"PRAGMA max_page_count = {MostPages ?? 0x3ffffffe}");
        return new SqliteWriter(connection);
    }

    private static int Migrate(DbConnection connection) => connection.Committed(() =>
    {
        var version = (long)connection.Scalar("PRAGMA user_version")!;
        if (version > Version)
        {
            throw new IOException($"was written by a newer station (version {version}); use that one");
        }

        for (var next = version + 1; next <= Version; next++)
        {
            connection.Run(SqlText.Resource($"sqlite-{next}.sql"));
            connection.Run($"PRAGMA user_version = {next}");
        }

        return Version;
    });
}
