using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Esp32Aed.Deployment.Nanoff;

/// <summary>How JSON for nanoff is written.</summary>
internal static class NanoffJson
{
    /// <summary>Indented, with the names as they are, and without what is null.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
