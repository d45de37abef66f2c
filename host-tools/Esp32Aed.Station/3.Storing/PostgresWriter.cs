using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Esp32Aed.Station;

/// <summary>The connection that writes. Rows are taken in one order everywhere, so that stations that write at once do not wait for each other in a circle.</summary>
internal sealed class PostgresWriter(NpgsqlConnection connection, int schemaLock) : IDisposable
{
    /// <summary>Advisory lock that inserts share and retiring has alone.</summary>
    private const int RetireLock = 0x0AED0002;

    private readonly Dictionary<string, long> deviceIds = new(StringComparer.Ordinal);
    private readonly HashSet<DateTime> months = [];

    public bool[] Insert(IReadOnlyList<SensorRecord> records)
    {
        KnowDevices(records);
        MakePartitions(records);
        using var transaction = connection.BeginTransaction();
        connection.Run($"SELECT pg_advisory_xact_lock_shared({RetireLock})");
        var isNew = Identify(records);
        List<SensorRecord> fresh = [.. records.Where((_, i) => isNew[i])];
        Copy(fresh);
        AddToSums(fresh);
        See(records);
        transaction.Commit();
        return isNew;
    }

    public long Retire(long before)
    {
        using var transaction = connection.BeginTransaction();
        connection.Run($"SELECT pg_advisory_xact_lock({RetireLock})");
        var gone = (long)connection.Scalar(
            "WITH gone AS (DELETE FROM records WHERE start_ms < @before RETURNING device_id, boot, sequence), "
            + "forgotten AS (DELETE FROM identities i USING gone g WHERE i.device_id = g.device_id AND i.boot = g.boot AND i.sequence = g.sequence), "
            + "kept AS (INSERT INTO retired SELECT device_id, boot, min(sequence), max(sequence) FROM (SELECT device_id, boot, sequence, "
            + "sequence - row_number() OVER (PARTITION BY device_id, boot ORDER BY sequence) AS island FROM gone) islands GROUP BY device_id, boot, island) "
            + "SELECT count(*) FROM gone",
            ("before", before))!;
        foreach (var partition in EmptiedPartitions(before))
        {
            connection.Run($"DROP TABLE {partition}");
        }

        transaction.Commit();
        months.Clear();
        return gone;
    }

    public void Dispose() => connection.Dispose();

    /// <summary>Gives devices that are not known yet a number, in a transaction of its own, so that a number once remembered stays true.</summary>
    private void KnowDevices(IReadOnlyList<SensorRecord> records)
    {
        string[] unknown = [.. records.Select(r => r.Device).Where(d => !deviceIds.ContainsKey(d)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (unknown.Length == 0)
        {
            return;
        }

        connection.Run(
            "INSERT INTO devices (name, created_ms) SELECT name, @now FROM unnest(@names) AS name "
            + "WHERE NOT EXISTS (SELECT 1 FROM devices d WHERE d.name = name.name) ON CONFLICT (name) DO NOTHING",
            ("names", unknown),
            ("now", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        foreach (var (name, id) in connection.Rows(
            "SELECT name, id FROM devices WHERE name = ANY (@names)", row => (row.GetString(0), row.GetInt64(1)), ("names", unknown)))
        {
            deviceIds[name] = id;
        }
    }

    private void MakePartitions(IReadOnlyList<SensorRecord> records)
    {
        foreach (var month in records.Select(r => MonthOf(r.StartMilliseconds)).Distinct().Where(m => !months.Contains(m)).ToList())
        {
            using var transaction = connection.BeginTransaction();
            connection.Run($"SELECT pg_advisory_xact_lock({schemaLock})");
            connection.Run(string.Create(
                CultureInfo.InvariantCulture,
                $"CREATE TABLE IF NOT EXISTS {PartitionOf(month)} PARTITION OF records FOR VALUES FROM ({Milliseconds(month)}) TO ({Milliseconds(month.AddMonths(1))})"));
            transaction.Commit();
            months.Add(month);
        }
    }

    private bool[] Identify(IReadOnlyList<SensorRecord> records)
    {
        var wanted = new Dictionary<RecordIdentity, int>(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            wanted.TryAdd(records[i].Identity, i);
        }

        List<(long Device, int Boot, int Sequence, int Index)> ordered =
            [.. wanted.Select(w => (deviceIds[w.Key.Device], w.Key.Boot, w.Key.Sequence, w.Value)).Order()];
        var indices = ordered.ToDictionary(o => (o.Device, o.Boot, o.Sequence), o => o.Index);
        var isNew = new bool[records.Count];
        foreach (var key in connection.Rows(
            "INSERT INTO identities SELECT u.device_id, u.boot, u.sequence FROM unnest(@devices, @boots, @sequences) AS u (device_id, boot, sequence) "
            + "WHERE NOT EXISTS (SELECT 1 FROM retired t WHERE t.device_id = u.device_id AND t.boot = u.boot "
            + "AND t.first_sequence <= u.sequence AND t.last_sequence >= u.sequence) ON CONFLICT DO NOTHING RETURNING device_id, boot, sequence",
            row => (row.GetInt64(0), row.GetInt32(1), row.GetInt32(2)),
            ("devices", ordered.Select(o => o.Device).ToArray()),
            ("boots", ordered.Select(o => o.Boot).ToArray()),
            ("sequences", ordered.Select(o => o.Sequence).ToArray())))
        {
            isNew[indices[key]] = true;
        }

        return isNew;
    }

    private void Copy(List<SensorRecord> records)
    {
        if (records.Count == 0)
        {
            return;
        }

        using var copy = connection.BeginBinaryImport(
            "COPY records (device_id, boot, sequence, start_ms, length_ms, listened_ms, lost_ms, arrived_ms, dated_by_arrival, counts, model_checksum, "
            + "merged, load, mean_score, battery_mv, rssi_dbm, reset, crash, update_note) FROM STDIN (FORMAT BINARY)");
        foreach (var r in records)
        {
            copy.StartRow();
            copy.Write(deviceIds[r.Device], NpgsqlDbType.Bigint);
            copy.Write(r.Boot, NpgsqlDbType.Integer);
            copy.Write(r.Sequence, NpgsqlDbType.Integer);
            copy.Write(r.StartMilliseconds, NpgsqlDbType.Bigint);
            copy.Write(r.LengthMilliseconds, NpgsqlDbType.Bigint);
            copy.Write(r.ListenedMilliseconds, NpgsqlDbType.Bigint);
            copy.Write(r.LostMilliseconds, NpgsqlDbType.Bigint);
            copy.Write(r.ArrivedMilliseconds, NpgsqlDbType.Bigint);
            copy.Write(r.IsDatedByArrival ? 1 : 0, NpgsqlDbType.Integer);
            copy.Write(RecordJson.OfCounts(r.Counts), NpgsqlDbType.Text);
            copy.Write(r.ModelChecksum, NpgsqlDbType.Text);
            copy.Write(r.Records, NpgsqlDbType.Integer);
            Write(copy, r.Load);
            Write(copy, r.MeanScore);
            Write(copy, r.BatteryMillivolts);
            Write(copy, r.RssiDbm);
            Write(copy, r.Reset);
            Write(copy, r.Crash);
            Write(copy, r.Update);
        }

        copy.Complete();
    }

    private void AddToSums(List<SensorRecord> records)
    {
        var sums = BatchSums.Of(records, deviceIds);
        connection.Run(
            "INSERT INTO sums SELECT * FROM unnest(@devices, @seconds, @labels, @starts, @events, @listened, @length, @lost, @records) "
            + "ON CONFLICT (device_id, seconds, label, start_ms) DO UPDATE SET events = sums.events + excluded.events, "
            + "listened_ms = sums.listened_ms + excluded.listened_ms, length_ms = sums.length_ms + excluded.length_ms, "
            + "lost_ms = sums.lost_ms + excluded.lost_ms, records = sums.records + excluded.records",
            ("devices", sums.Select(s => s.Key.Device).ToArray()),
            ("seconds", sums.Select(s => s.Key.Seconds).ToArray()),
            ("labels", sums.Select(s => s.Key.Label).ToArray()),
            ("starts", sums.Select(s => s.Key.Start).ToArray()),
            ("events", sums.Select(s => s.Value.Count).ToArray()),
            ("listened", sums.Select(s => s.Value.ListenedMilliseconds).ToArray()),
            ("length", sums.Select(s => s.Value.LengthMilliseconds).ToArray()),
            ("lost", sums.Select(s => s.Value.LostMilliseconds).ToArray()),
            ("records", sums.Select(s => s.Value.Records).ToArray()));
    }

    private void See(IReadOnlyList<SensorRecord> records)
    {
        var last = LastRecord.Of(records, deviceIds);
        connection.Run(
            "WITH u AS (SELECT * FROM unnest(@devices, @seen, @boots, @sequences, @records) AS u (id, seen, boot, sequence, record)), "
            + "locked AS (SELECT id FROM devices WHERE id = ANY (@devices) ORDER BY id FOR NO KEY UPDATE) "
            + "UPDATE devices d SET post_gap_ms = CASE WHEN u.seen - d.last_seen_ms >= 2000 "
            + "THEN coalesce((d.post_gap_ms * 3 + u.seen - d.last_seen_ms) / 4, u.seen - d.last_seen_ms) ELSE d.post_gap_ms END, last_seen_ms = greatest(d.last_seen_ms, u.seen), "
            + "last_record = CASE WHEN (u.boot, u.sequence) > (d.last_boot, d.last_sequence) THEN u.record ELSE d.last_record END, "
            + "last_sequence = CASE WHEN (u.boot, u.sequence) > (d.last_boot, d.last_sequence) THEN u.sequence ELSE d.last_sequence END, "
            + "last_boot = greatest(d.last_boot, u.boot) FROM u JOIN locked USING (id) WHERE d.id = u.id",
            ("devices", last.Select(l => l.Device).ToArray()),
            ("seen", last.Select(l => l.SeenMilliseconds).ToArray()),
            ("boots", last.Select(l => l.Record.Boot).ToArray()),
            ("sequences", last.Select(l => l.Record.Sequence).ToArray()),
            ("records", last.Select(l => RecordJson.Of(l.Record)).ToArray()));
    }

    /// <summary>Partitions of months that end before a time.</summary>
    private List<string> EmptiedPartitions(long before) =>
        [.. connection.Rows(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'records'::regclass",
            row => row.GetString(0))
            .Where(name => DateTime.TryParseExact(name, "'records_'yyyy'_'MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
                && Milliseconds(month.AddMonths(1)) <= before)];

    private static void Write<T>(NpgsqlBinaryImporter copy, T? value)
    {
        if (value is null)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(value);
        }
    }

    private static DateTime MonthOf(long milliseconds)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
        return new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc);
    }

    private static string PartitionOf(DateTime month) => month.ToString("'records_'yyyy'_'MM", CultureInfo.InvariantCulture);

    private static long Milliseconds(DateTime month) => new DateTimeOffset(DateTime.SpecifyKind(month, DateTimeKind.Utc)).ToUnixTimeMilliseconds();
}
