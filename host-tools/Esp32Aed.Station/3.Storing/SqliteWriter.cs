using Microsoft.Data.Sqlite;

namespace Esp32Aed.Station;

/// <summary>The connection that writes, with its statements prepared once.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, long> deviceIds = new(StringComparer.Ordinal);
    private readonly Statement insert;
    private readonly Statement addToSum;
    private readonly Statement see;

    public SqliteWriter(SqliteConnection connection)
    {
        this.connection = connection;
        insert = new Statement(
            connection,
            "INSERT INTO records SELECT @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18 "
            + "WHERE NOT EXISTS (SELECT 1 FROM retired t WHERE t.device_id = @p0 AND t.boot = @p1 AND t.first_sequence <= @p2 AND t.last_sequence >= @p2) "
            + "ON CONFLICT DO NOTHING",
            19);
        addToSum = new Statement(
            connection,
            "INSERT INTO sums VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8) ON CONFLICT DO UPDATE SET "
            + "events = events + excluded.events, listened_ms = listened_ms + excluded.listened_ms, length_ms = length_ms + excluded.length_ms, "
            + "lost_ms = lost_ms + excluded.lost_ms, records = records + excluded.records",
            9);
        see = new Statement(
            connection,
            "UPDATE devices SET post_gap_ms = CASE WHEN @p1 - last_seen_ms >= 2000 THEN coalesce((post_gap_ms * 3 + @p1 - last_seen_ms) / 4, @p1 - last_seen_ms) "
            + "ELSE post_gap_ms END, last_seen_ms = max(coalesce(last_seen_ms, 0), @p1), "
            + "last_record = CASE WHEN (@p2, @p3) > (last_boot, last_sequence) THEN @p4 ELSE last_record END, "
            + "last_sequence = CASE WHEN (@p2, @p3) > (last_boot, last_sequence) THEN @p3 ELSE last_sequence END, "
            + "last_boot = max(last_boot, @p2) WHERE id = @p0",
            5);
    }

    public bool[] Insert(IReadOnlyList<SensorRecord> records) => connection.Committed(() =>
    {
        var isNew = new bool[records.Count];
        for (var i = 0; i < records.Count; i++)
        {
            var r = records[i];
            isNew[i] = insert.Run(
                IdOf(r.Device),
                r.Boot,
                r.Sequence,
                r.StartMilliseconds,
                r.LengthMilliseconds,
                r.ListenedMilliseconds,
                r.LostMilliseconds,
                r.ArrivedMilliseconds,
                r.IsDatedByArrival ? 1 : 0,
                RecordJson.OfCounts(r.Counts),
                r.ModelChecksum,
                r.Records,
                r.Load,
                r.MeanScore,
                r.BatteryMillivolts,
                r.RssiDbm,
                r.Reset,
                r.Crash,
                r.Update) > 0;
        }

        foreach (var (key, sum) in BatchSums.Of(records.Where((_, i) => isNew[i]), deviceIds))
        {
            addToSum.Run(
                key.Device,
                key.Seconds,
                key.Label,
                key.Start,
                sum.Count,
                sum.ListenedMilliseconds,
                sum.LengthMilliseconds,
                sum.LostMilliseconds,
                sum.Records);
        }

        foreach (var (device, seen, record) in LastRecord.Of(records, deviceIds))
        {
            see.Run(device, seen, record.Boot, record.Sequence, RecordJson.Of(record));
        }

        return isNew;
    });

    public long Retire(long before) => connection.Committed(() =>
    {
        connection.Run(
            "INSERT INTO retired SELECT device_id, boot, min(sequence), max(sequence) FROM (SELECT device_id, boot, sequence, "
            + "sequence - row_number() OVER (PARTITION BY device_id, boot ORDER BY sequence) AS island FROM records WHERE start_ms < @before) "
            + "GROUP BY device_id, boot, island",
            ("before", before));
        return (long)connection.Run("DELETE FROM records WHERE start_ms < @before", ("before", before));
    });

    public void Dispose()
    {
        insert.Dispose();
        addToSum.Dispose();
        see.Dispose();

        // A pooled connection could come back in the state that made it fail.
        SqliteConnection.ClearPool(connection);
        connection.Dispose();
    }

    /// <summary>The device's number; a device that is not known yet becomes known. A transaction that fails ends this object, with what it remembers.</summary>
    private long IdOf(string device)
    {
        if (!deviceIds.TryGetValue(device, out var id))
        {
            connection.Run(
                "INSERT INTO devices (name, created_ms) VALUES (@name, @now) ON CONFLICT (name) DO NOTHING",
                ("name", device),
                ("now", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
            id = (long)connection.Scalar("SELECT id FROM devices WHERE name = @name", ("name", device))!;
            deviceIds.Add(device, id);
        }

        return id;
    }

    private sealed class Statement : IDisposable
    {
        private readonly SqliteCommand command;

        public Statement(SqliteConnection connection, string text, int parameters)
        {
            command = (SqliteCommand)connection.Command(text);
            for (var i = 0; i < parameters; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
            }
        }

        public int Run(params ReadOnlySpan<object?> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i] ?? DBNull.Value;
            }

            return command.ExecuteNonQuery();
        }

        public void Dispose() => command.Dispose();
    }
}
