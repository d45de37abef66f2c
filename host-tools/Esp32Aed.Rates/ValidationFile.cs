using System.Text.Json;
using Esp32Aed.Sound;

namespace Esp32Aed.Rates;

/// <summary>
/// What cross-validation found out about a model, in a small file beside it, so that whoever receives counts can correct them:
/// <code>
/// {"model_checksum": "1a2b3c4d", "classes": [
///   {"label": "cough", "true_events": 683, "matched_events": 607, "false_alarms": 75, "false_alarm_minutes": 19.4}]}
/// </code>
/// </summary>
/// <param name="ModelChecksum">CRC-32 of the model, as in a sensor's records: 8 hexadecimal digits.</param>
/// <param name="Classes">One for each class of the model.</param>
public sealed record ValidationFile(string ModelChecksum, IReadOnlyList<ClassValidation> Classes)
{
    /// <summary>Its name, beside the model's.</summary>
    public const string Name = "validation.json";

    private const long MostBytes = 1 << 20;

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The class of this label, or null.</summary>
    public ClassValidation? Of(string label) => Classes.FirstOrDefault(c => string.Equals(c.Label, label, StringComparison.Ordinal));

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="UserFaultException">It can't be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        JsonSerializer.Serialize(stream, this, Format);
        stream.WriteByte((byte)'\n');
    });

    /// <summary>Reads the file; null when there is none.</summary>
    /// <exception cref="UserFaultException">It is no such file, or its figures are impossible.</exception>
    public static ValidationFile? Read(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            if (new FileInfo(path).Length > MostBytes)
            {
                throw Fault(path, $"is larger than {MostBytes >> 20} MB", inner: null);
            }

            var file = JsonSerializer.Deserialize<ValidationFile>(File.ReadAllBytes(path), Format) ?? throw Fault(path, "holds null", inner: null);
            foreach (var c in file.Classes)
            {
                if (c is null || c.FindFault() is not null)
                {
                    throw Fault(path, c is null ? "a class is null" : $"{c.Label}: {c.FindFault()}", inner: null);
                }
            }

            return file;
        }
        catch (JsonException error)
        {
            throw Fault(path, $"is not what 'aed train' writes (line {error.LineNumber + 1}: {error.Message})", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, $"can't be read ({error.Message})", error);
        }
    }

    private static UserFaultException Fault(string path, string what, Exception? inner)
    {
        var message = $"{path}: {what}; train the model again, or delete the file to do without corrected rates";
        return inner is null ? new UserFaultException(FaultKind.Model, message) : new UserFaultException(FaultKind.Model, message, inner);
    }
}
