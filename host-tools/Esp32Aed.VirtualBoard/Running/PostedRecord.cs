using System.Text.Json;

namespace Esp32Aed.VirtualBoard;

/// <summary>
/// The sensor's record as a receiver reads it: fields that are not known are ignored, those that are must be right. The record is
/// described where it is written, in firmware/Esp32Aed.Sensor/2.Outbox/CountRecord.cs.
/// </summary>
/// <param name="Device">Name of the device.</param>
/// <param name="Boot">Starts of the device, from 1.</param>
/// <param name="Sequence">Number of the record within this boot, from 0.</param>
/// <param name="Start">Start of the interval, or null when the device did not know the time.</param>
/// <param name="LengthSeconds">Length of the interval.</param>
/// <param name="ListenedSeconds">Seconds of it really listened to.</param>
/// <param name="Counts">Events of each class.</param>
/// <param name="ModelChecksum">CRC-32 of the model, 8 hexadecimal digits.</param>
public sealed record PostedRecord(
    string Device,
    int Boot,
    int Sequence,
    DateTimeOffset? Start,
    double LengthSeconds,
    double ListenedSeconds,
    IReadOnlyDictionary<string, int> Counts,
    string ModelChecksum)
{
    /// <summary>Seconds of sound lost to overruns, or null where the record does not say.</summary>
    public double? LostSeconds { get; init; }

    /// <summary>Processing time by the time of the sound processed, or null where the record does not say.</summary>
    public double? Load { get; init; }

    /// <summary>Mean of the events' largest scores (logits), or null without events or where the record does not say.</summary>
    public double? MeanScore { get; init; }

    /// <summary>Battery voltage in millivolts, or null where the record does not say.</summary>
    public int? BatteryMillivolts { get; init; }

    /// <summary>Strength of the Wi-Fi signal in dBm, or null where the record does not say.</summary>
    public int? Rssi { get; init; }

    /// <summary>Why the device had started, or null where the record does not say.</summary>
    public string? Reset { get; init; }

    /// <summary>Intervals that were merged into this one.</summary>
    public int Records { get; init; } = 1;

    /// <summary>Why the device last died, or null.</summary>
    public string? Crash { get; init; }

    /// <summary>What became of an update, or null.</summary>
    public string? Update { get; init; }

    /// <summary>What tells this record from all others; a repeated post has the same.</summary>
    public (string Device, int Boot, int Sequence) Identity => (Device, Boot, Sequence);

    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">It is no such record; the message is one line that says why.</exception>
    public static PostedRecord Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("a record must be a JSON object");
            }

            return new PostedRecord(
                Text(root, "device"),
                Whole(Field(root, "boot"), "boot", 1),
                Whole(Field(root, "sequence"), "sequence", 0),
                StartOf(Field(root, "start")),
                Seconds(root, "length_s"),
                Seconds(root, "listened_s"),
                CountsOf(Field(root, "counts")),
                Checksum(Text(root, "model_checksum")))
            {
                LostSeconds = OptionalNumber(root, "lost_s"),
                Crash = OptionalText(root, "crash"),
                Update = OptionalText(root, "update"),
                Load = OptionalNumber(root, "load"),
                MeanScore = root.TryGetProperty("mean_score", out var score) && score.ValueKind != JsonValueKind.Null ? Number(score, "mean_score") : null,
                BatteryMillivolts = root.TryGetProperty("battery_mv", out var battery) ? Whole(battery, "battery_mv", 0) : null,
                Rssi = root.TryGetProperty("rssi_dbm", out var signal) ? Whole(signal, "rssi_dbm", short.MinValue) : null,
                Reset = OptionalText(root, "reset"),
                Records = root.TryGetProperty("records", out var records) ? Whole(records, "records", 1) : 1,
            };
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // Damaged UTF-16 escapes come as the latter two.
            throw new FormatException("the record is not JSON: " + e.Message, e);
        }
    }

    private static JsonElement Field(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value : throw new FormatException($"the record has no {name}");

    private static string Text(JsonElement root, string name) =>
        Field(root, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text
            ? text
            : throw new FormatException($"{name} must be a text that is not empty");

    private static int Whole(JsonElement value, string name, int minimum) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= minimum
            ? number
            : throw new FormatException($"{name} must be a whole number from {minimum} on");

    private static double Seconds(JsonElement root, string name) =>
        Field(root, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var seconds) && double.IsFinite(seconds) && seconds >= 0
            ? seconds
            : throw new FormatException($"{name} must be a number of seconds");

    private static double Number(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new FormatException($"{name} must be a number");

    private static double? OptionalNumber(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && number >= 0
            ? number
            : throw new FormatException($"{name} must be a number, 0 or more");
    }

    private static string? OptionalText(JsonElement root, string name) => root.TryGetProperty(name, out _) ? Text(root, name) : null;

    private static DateTimeOffset? StartOf(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var start)
            ? start
            : throw new FormatException("start must be a time like 2026-07-01T12:00:00Z, or null");
    }

    private static Dictionary<string, int> CountsOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("counts must be an object");
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            counts[property.Name] = Whole(property.Value, "a count", 0);
        }

        return counts;
    }

    private static string Checksum(string text) =>
        text.Length == 8 && text.All(char.IsAsciiHexDigit)
            ? text
            : throw new FormatException("model_checksum must be 8 hexadecimal digits");
}
