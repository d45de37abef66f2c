using System.IO.Compression;

namespace Esp32Aed.Tflite;

/// <summary>
/// Names of a model's classes: the text file, a name a line, that the TensorFlow Lite metadata writer packs at the end of a model file as a ZIP archive.
/// </summary>
public static class TfliteLabels
{
    /// <summary>Reads the names.</summary>
    /// <param name="path">The model file.</param>
    /// <returns>The names in the order of the model's outputs; empty where the file has none.</returns>
    public static string[] Read(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var entry = archive.Entries.FirstOrDefault(e => e.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase));
            if (entry is null)
            {
                return [];
            }

            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
