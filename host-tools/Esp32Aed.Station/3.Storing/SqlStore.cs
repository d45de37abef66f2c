using System.Data.Common;
using System.Net.Sockets;

namespace Esp32Aed.Station;

/// <summary>What both databases are asked in the same words.</summary>
public abstract class SqlStore : IRecordStore
{
    private const string RecordColumns =
        "d.name, r.boot, r.sequence, r.start_ms, r.length_ms, r.listened_ms, r.counts, r.model_checksum, r.arrived_ms, r.dated_by_arrival, r.lost_ms, "
        + "r.merged, r.load, r.mean_score, r.battery_mv, r.rssi_dbm, r.reset, r.crash, r.update_note";

    /// <summary>After a fault the database may be another one, and an empty one: it is opened again before it is asked.</summary>
    private volatile bool mustOpen;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract void Open();

    /// <inheritdoc/>
    public abstract bool[] Insert(IReadOnlyList<SensorRecord> records);

    /// <inheritdoc/>
    public abstract long Retire(long beforeMilliseconds);

    /// <inheritdoc/>
    public IReadOnlyList<Device> Devices() => Ask(connection => connection.Rows(
        "SELECT name, token_hash, hmac_key, is_revoked, created_ms, last_seen_ms, post_gap_ms, last_record FROM devices ORDER BY name",
        row => new Device(
            row.GetString(0), row.TextOrNull(1), row.TextOrNull(2), row.GetInt64(3) != 0, row.GetInt64(4), row.WholeOrNull(5), row.WholeOrNull(6), row.TextOrNull(7))));

    /// <inheritdoc/>
    public void SetDevice(string name, string tokenHash, string key) => Ask(connection => connection.Run(
        "INSERT INTO devices (name, created_ms, token_hash, hmac_key) VALUES (@name, @now, @hash, @key) "
        + "ON CONFLICT (name) DO UPDATE SET token_hash = excluded.token_hash, hmac_key = excluded.hmac_key, is_revoked = 0",
        ("name", name),
        ("now", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()),
        ("hash", tokenHash),
        ("key", key)));

    /// <inheritdoc/>
    public bool Revoke(string name) =>
        Ask(connection => connection.Run("UPDATE devices SET is_revoked = 1, token_hash = NULL WHERE name = @name", ("name", name))) > 0;

    /// <inheritdoc/>
    public IReadOnlyList<SumBucket> Buckets(string device, string label, BucketSize size, long from, long until) => Ask(connection => connection.Rows(
        "SELECT s.start_ms, s.events, s.listened_ms, s.length_ms, s.lost_ms, s.records FROM sums s JOIN devices d ON d.id = s.device_id "
        + "WHERE d.name = @device AND s.seconds = @seconds AND s.label = @label AND s.start_ms >= @from AND s.start_ms < @until ORDER BY s.start_ms",
        row => new SumBucket(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)),
        ("device", device),
        ("seconds", (int)size),
        ("label", label),
        ("from", from),
        ("until", until)));

    /// <inheritdoc/>
    public IReadOnlyList<DeviceSum> Totals(BucketSize size, long from, long until) => Ask(connection => connection.Rows(
        "SELECT d.name, s.label, CAST(sum(s.events) AS bigint), CAST(sum(s.listened_ms) AS bigint), CAST(sum(s.length_ms) AS bigint), "
        + "CAST(sum(s.lost_ms) AS bigint), CAST(sum(s.records) AS bigint) FROM sums s JOIN devices d ON d.id = s.device_id "
        + "WHERE s.seconds = @seconds AND s.seconds > 60 AND s.start_ms >= @from AND s.start_ms < @until GROUP BY d.name, s.label ORDER BY d.name, s.label",
        row => new DeviceSum(
            row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6)),
        ("seconds", (int)size),
        ("from", from),
        ("until", until)));

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels(string? device) => Ask(connection => connection.Rows(
        "SELECT DISTINCT s.label FROM sums s JOIN devices d ON d.id = s.device_id WHERE s.seconds = 86400 AND s.seconds > 60 AND s.label <> '' "
        + (device is null ? string.Empty : "AND d.name = @device ") + "ORDER BY s.label",
        row => row.GetString(0),
        device is null ? [] : [("device", device)]));

    /// <inheritdoc/>
    public IEnumerable<SensorRecord> Records(string? device, long from, long until)
    {
        using var connection = Guarded(Connect);
        using var command = connection.Command(
            $"SELECT {RecordColumns} FROM records r JOIN devices d ON d.id = r.device_id WHERE r.start_ms >= @from AND r.start_ms < @until "
            + (device is null ? string.Empty : "AND d.name = @device ") + "ORDER BY r.start_ms, r.device_id, r.boot, r.sequence",
            device is null ? [("from", from), ("until", until)] : [("from", from), ("until", until), ("device", device)]);
        using var reader = Guarded(command.ExecuteReader);
        while (Guarded(reader.Read))
        {
            yield return ReadRecord(reader);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a connection for asking, or for a small change.</summary>
    protected abstract DbConnection Connect();

    /// <summary>Ends the connections.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Does something with the database; its errors become a <see cref="StoreException"/>.</summary>
    protected T Guarded<T>(Func<T> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        try
        {
            return act();
        }
        catch (Exception error) when (error is DbException or SocketException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            mustOpen = true;
            throw new StoreException($"{Name}: {error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}", error);
        }
    }

    /// <summary>Asks on a connection of its own.</summary>
    internal T Ask<T>(Func<DbConnection, T> ask) => Guarded(() =>
    {
        if (mustOpen)
        {
            mustOpen = false;
            Open();
        }

        using var connection = Connect();
        return ask(connection);
    });

    /// <summary>Changes several things, or none.</summary>
    internal T Change<T>(Func<DbConnection, T> change) => Ask(connection => connection.Committed(() => change(connection)));

    private static SensorRecord ReadRecord(DbDataReader row) => new(
        row.GetString(0),
        row.GetInt32(1),
        row.GetInt32(2),
        row.GetInt64(3),
        row.GetInt64(4),
        row.GetInt64(5),
        RecordJson.ReadCounts(row.GetString(6)),
        row.GetString(7))
    {
        ArrivedMilliseconds = row.GetInt64(8),
        IsDatedByArrival = row.GetInt64(9) != 0,
        LostMilliseconds = row.GetInt64(10),
        Records = row.GetInt32(11),
        Load = row.NumberOrNull(12),
        MeanScore = row.NumberOrNull(13),
        BatteryMillivolts = row.IsDBNull(14) ? null : row.GetInt32(14),
        RssiDbm = row.IsDBNull(15) ? null : row.GetInt32(15),
        Reset = row.TextOrNull(16),
        Crash = row.TextOrNull(17),
        Update = row.TextOrNull(18),
    };
}
