using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Esp32Aed.Station;

/// <summary>A stored record as JSON, with the fields of a sensor's record and <c>arrived</c> and <c>dated_by_arrival</c>.</summary>
public static class RecordJson
{
    /// <summary>Writes a record as one line.</summary>
    public static string Of(SensorRecord record) => Text(json => Write(json, record));

    /// <summary>Writes a record as an object.</summary>
    public static void Write(Utf8JsonWriter json, SensorRecord record)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(record);
        json.WriteStartObject();
        json.WriteString("device", record.Device);
        json.WriteNumber("boot", record.Boot);
        json.WriteNumber("sequence", record.Sequence);
        json.WriteString("start", Time(record.StartMilliseconds));
        json.WriteNumber("length_s", Seconds(record.LengthMilliseconds));
        json.WriteNumber("listened_s", Seconds(record.ListenedMilliseconds));
        json.WriteNumber("lost_s", Seconds(record.LostMilliseconds));
        json.WritePropertyName("counts");
        WriteCounts(json, record.Counts);
        json.WriteString("model_checksum", record.ModelChecksum);
        json.WriteNumber("records", record.Records);
        WriteOptional(json, "load", record.Load);
        WriteOptional(json, "mean_score", record.MeanScore);
        WriteOptional(json, "battery_mv", record.BatteryMillivolts);
        WriteOptional(json, "rssi_dbm", record.RssiDbm);
        if (record.Reset is not null)
        {
            json.WriteString("reset", record.Reset);
        }

        WriteNote(json, "crash", record.Crash);
        WriteNote(json, "update", record.Update);
        json.WriteString("arrived", Time(record.ArrivedMilliseconds));
        json.WriteBoolean("dated_by_arrival", record.IsDatedByArrival);
        json.WriteEndObject();
    }

    /// <summary>A time as text: 2026-07-01T12:00:00.000Z.</summary>
    public static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds as seconds, exact.</summary>
    public static decimal Seconds(long milliseconds) => milliseconds / 1000m;

    /// <summary>Counts as an object of labels and numbers.</summary>
    public static string OfCounts(IReadOnlyList<LabelCount> counts) => Text(json => WriteCounts(json, counts));

    /// <summary>Reads what <see cref="OfCounts"/> wrote.</summary>
    public static LabelCount[] ReadCounts(string text)
    {
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateObject().Select(p => new LabelCount(p.Name, p.Value.GetInt64()))];
    }

    private static void WriteCounts(Utf8JsonWriter json, IReadOnlyList<LabelCount> counts)
    {
        json.WriteStartObject();
        foreach (var (label, count) in counts)
        {
            json.WriteNumber(label, count);
        }

        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteNote(Utf8JsonWriter json, string name, string? note)
    {
        if (note is not null)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(note);
        }
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
