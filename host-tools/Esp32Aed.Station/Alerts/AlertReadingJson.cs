using System.Text.Json;

namespace Esp32Aed.Station;

/// <summary>A reading as fields of an object.</summary>
internal static class AlertReadingJson
{
    /// <summary>Writes value, low and high.</summary>
    public static void Write(Utf8JsonWriter json, AlertReading reading)
    {
        json.WriteNumber("value", reading.Value);
        WriteOrNull(json, "low", reading.Low);
        WriteOrNull(json, "high", reading.High);
    }

    private static void WriteOrNull(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value);
    }
}
