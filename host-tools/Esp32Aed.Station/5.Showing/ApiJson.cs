using System.Text.Json;

namespace Esp32Aed.Station;

/// <summary>How the station writes JSON: snake_case names, like the sensor's record.</summary>
internal static class ApiJson
{
    public static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
