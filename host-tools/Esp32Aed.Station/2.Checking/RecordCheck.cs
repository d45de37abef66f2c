using System.Globalization;
using System.Text.Json;

namespace Esp32Aed.Station;

/// <summary>
/// The one validation of records, however they came. Fields that are not known are ignored; those that are must be right. Every reason is
/// one line that names the field.
/// </summary>
public static class RecordCheck
{
    /// <summary>Most classes in one record, as in a model file.</summary>
    public const int MostLabels = 255;

    /// <summary>Longest label, in UTF-16 units, as in a model file.</summary>
    public const int LongestLabel = 255;

    private const int LongestName = 32;
    private const int LongestText = 1000;
    private const double LongestSeconds = 10 * 366 * 86_400.0;

    /// <summary>The length is between two times of a clock that may have been set meanwhile.</summary>
    private const double ListenedTolerance = 0.05;
    private const long ListenedToleranceMilliseconds = 1000;
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether a text can be a device's name: 1 to 32 of A-Z, a-z, 0-9, - and _.</summary>
    public static bool IsDeviceName(string? name) =>
        name is { Length: > 0 and <= LongestName } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Reads one record.</summary>
    /// <param name="value">The JSON value that should be a record.</param>
    /// <param name="now">Time of its arrival.</param>
    /// <exception cref="FormatException">It is no such record; the message is one line that says why.</exception>
    public static SensorRecord Read(JsonElement value, DateTimeOffset now)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("a record must be a JSON object");
        }

        try
        {
            var length = Milliseconds(Field(value, "length_s"), "length_s");
            var listened = Milliseconds(Field(value, "listened_s"), "listened_s");
            if (listened > (length * (1 + ListenedTolerance)) + ListenedToleranceMilliseconds)
            {
                throw new FormatException("listened_s can't be more than length_s");
            }

            var start = StartOf(Field(value, "start"), now);
            return new SensorRecord(
                DeviceOf(Field(value, "device")),
                (int)Whole(Field(value, "boot"), "boot", 1, int.MaxValue),
                (int)Whole(Field(value, "sequence"), "sequence", 0, int.MaxValue),
                start?.ToUnixTimeMilliseconds() ?? (now.ToUnixTimeMilliseconds() - length),
                length,
                listened,
                CountsOf(Field(value, "counts")),
                ChecksumOf(Field(value, "model_checksum")))
            {
                ArrivedMilliseconds = now.ToUnixTimeMilliseconds(),
                IsDatedByArrival = start is null,
                LostMilliseconds = Optional(value, "lost_s") is { } lost ? Milliseconds(lost, "lost_s") : 0,
                Records = Optional(value, "records") is { } records ? (int)Whole(records, "records", 1, int.MaxValue) : 1,
                Load = Optional(value, "load") is { } load ? Number(load, "load", 0, 1_000_000) : null,
                MeanScore = Optional(value, "mean_score") is { } score ? Number(score, "mean_score", -1e9, 1e9) : null,
                BatteryMillivolts = Optional(value, "battery_mv") is { } battery ? (int)Whole(battery, "battery_mv", 0, 100_000) : null,
                RssiDbm = Optional(value, "rssi_dbm") is { } rssi ? (int)Whole(rssi, "rssi_dbm", -200, 50) : null,
                Reset = Optional(value, "reset") is { } reset ? Text(reset, "reset", LongestText) : null,
                Crash = Note(value, "crash"),
                Update = Note(value, "update"),
            };
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // A text with half of a UTF-16 pair can't be read.
            throw new FormatException("a text of the record is no valid UTF-16", error);
        }
    }

    private static JsonElement Field(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) ? value : throw new FormatException($"the record has no {name}");

    private static JsonElement? Optional(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string DeviceOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } name && IsDeviceName(name)
            ? name
            : throw new FormatException("device must be 1 to 32 of A-Z, a-z, 0-9, - and _");

    private static long Whole(JsonElement value, string name, long least, long most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} must be a whole number from {least} to {most}");

    private static double Number(JsonElement value, string name, double least, double most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name} must be a number from {least} to {most}"));

    private static long Milliseconds(JsonElement value, string name) =>
        (long)Math.Round(Number(value, name, 0, LongestSeconds) * 1000);

    private static DateTimeOffset? StartOf(JsonElement value, DateTimeOffset now)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String || !value.TryGetDateTimeOffset(out var start))
        {
            throw new FormatException("start must be a time like 2026-07-01T12:00:00Z, or null");
        }

        return start - now > MostAhead ? throw new FormatException("start is more than a day in the future")
            : start < Earliest ? throw new FormatException("start is before 2020: the sensor's clock is not set")
            : start;
    }

    private static LabelCount[] CountsOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("counts must be an object of labels and numbers");
        }

        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var label = property.Name;
            if (label.Length is 0 or > LongestLabel || label.Any(c => c < ' ') || !IsWellFormed(label))
            {
                throw new FormatException($"a label must have 1 to {LongestLabel} characters and no controls");
            }

            counts[label] = Whole(property.Value, "a count", 0, int.MaxValue);
        }

        return counts.Count <= MostLabels
            ? [.. counts.Select(c => new LabelCount(c.Key, c.Value))]
            : throw new FormatException($"counts has more than {MostLabels} labels");
    }

    private static string ChecksumOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: 8 } text && text.All(char.IsAsciiHexDigit)
            ? text.ToLowerInvariant()
            : throw new FormatException("model_checksum must be 8 hexadecimal digits");

    private static string Text(JsonElement value, string name, int longest) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length <= longest && !text.Any(c => c < ' ') && IsWellFormed(text)
            ? text
            : throw new FormatException($"{name} must be a text of at most {longest} characters and no controls");

    private static string? Note(JsonElement record, string name)
    {
        if (Optional(record, name) is not { } value)
        {
            return null;
        }

        var json = JsonSerializer.Serialize(value);
        return json.Length <= LongestText && !json.Contains(@"\u0000", StringComparison.Ordinal)
            ? json
            : throw new FormatException($"{name} must have at most {LongestText} characters and no zeros");
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
