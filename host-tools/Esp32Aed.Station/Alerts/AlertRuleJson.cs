using System.Text.Json;

namespace Esp32Aed.Station;

/// <summary>A rule as the API takes and tells it.</summary>
internal static class AlertRuleJson
{
    private const int DefaultMinutes = 60;
    private const int LongestWebhook = 2000;
    private const int LongestLabel = 256;
    private const double LargestLimit = 1_000_000;

    private static readonly Dictionary<string, AlertKind> Kinds = new(StringComparer.Ordinal)
    {
        ["rate_over"] = AlertKind.RateOver,
        ["rate_under"] = AlertKind.RateUnder,
        ["silent"] = AlertKind.Silent,
        ["battery_below"] = AlertKind.BatteryBelow,
    };

    /// <summary>A kind's name.</summary>
    public static string NameOf(AlertKind kind) => Kinds.First(k => k.Value == kind).Key;

    /// <summary>The kind of a name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static AlertKind KindOf(string name) =>
        Kinds.TryGetValue(name, out var kind) ? kind : throw new FormatException($"kind must be one of {string.Join(", ", Kinds.Keys)}");

    /// <summary>Reads a rule; fields that are not known are ignored.</summary>
    /// <exception cref="FormatException">What is wrong, in one line.</exception>
    public static AlertRule Read(JsonElement body)
    {
        var kind = KindOf(Text(body, "kind") ?? string.Empty);
        var isRate = kind is AlertKind.RateOver or AlertKind.RateUnder;
        var device = Text(body, "device");
        if (device is not null && !RecordCheck.IsDeviceName(device))
        {
            throw new FormatException("device must be 1 to 32 of A-Z, a-z, 0-9, - and _, or left out for every device");
        }

        var label = isRate ? Text(body, "label") ?? string.Empty : string.Empty;
        if (label.Length > LongestLabel || label.Any(char.IsControl))
        {
            throw new FormatException($"label must be a text of at most {LongestLabel} characters without controls");
        }

        return new AlertRule(kind, device, label, kind == AlertKind.Silent ? null : Limit(body, kind), isRate ? Minutes(body) : null, Webhook(body));
    }

    /// <summary>Writes a rule.</summary>
    /// <param name="json">Gets it.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="withWebhook">Tells the webhook's address too.</param>
    public static void Write(Utf8JsonWriter json, AlertRule rule, bool withWebhook)
    {
        json.WriteStartObject();
        json.WriteNumber("id", rule.Id);
        json.WriteString("kind", NameOf(rule.Kind));
        json.WriteString("device", rule.Device);
        json.WriteString("label", rule.Label);
        json.WritePropertyName("limit");
        JsonSerializer.Serialize(json, rule.Limit);
        json.WritePropertyName("minutes");
        JsonSerializer.Serialize(json, rule.Minutes);
        json.WriteBoolean("has_webhook", rule.Webhook is not null);
        if (withWebhook)
        {
            json.WriteString("webhook", rule.Webhook?.AbsoluteUri);
        }

        json.WriteString("created", RecordJson.Time(rule.CreatedMilliseconds));
        json.WriteEndObject();
    }

    private static double Limit(JsonElement body, AlertKind kind) =>
        Field(body, "limit") is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var limit) && limit >= 0 && limit <= LargestLimit
            && (limit > 0 || kind == AlertKind.RateOver)
            ? limit
            : throw new FormatException(kind == AlertKind.RateOver ? "limit must be a number from 0 to 1000000" : "limit must be a number above 0, to 1000000");

    private static int Minutes(JsonElement body) => Field(body, "minutes") switch
    {
        null => DefaultMinutes,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var minutes) && minutes is >= 1 and <= AlertRule.MostMinutes => minutes,
        _ => throw new FormatException($"minutes must be a whole number from 1 to {AlertRule.MostMinutes}"),
    };

    private static Uri? Webhook(JsonElement body) =>
        Text(body, "webhook") is not { Length: > 0 } text ? null
        : text.Length <= LongestWebhook && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 ? url
        : throw new FormatException("webhook must be an http or https address without a user name");

    private static string? Text(JsonElement body, string name) => Field(body, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw new FormatException($"{name} must be a text"),
    };

    private static JsonElement? Field(JsonElement body, string name) =>
        body.ValueKind != JsonValueKind.Object ? throw new FormatException("the body must be an object")
        : body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value
        : null;
}
