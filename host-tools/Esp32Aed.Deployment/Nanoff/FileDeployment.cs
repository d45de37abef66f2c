using System.Text.Json;

namespace Esp32Aed.Deployment.Nanoff;

/// <summary>nanoff's <c>--filedeployment</c> (nanoFirmwareFlasher, FileDeployment/FileDeploymentConfiguration.cs).</summary>
public static class FileDeployment
{
    /// <summary>Drive of the board.</summary>
    public const string Drive = "I:\\";

    /// <summary>Name of the JSON file.</summary>
    public const string FileName = "files.json";

    // nanoff goes on after a file that failed, and ends with exit code 0; it says so in these words.
    private static readonly string[] Failures = ["Error deploying", "Exception deploying"];

    /// <summary>The JSON: files with a source are written, the others removed from the board.</summary>
    /// <param name="port">Serial port.</param>
    /// <param name="files">The files.</param>
    /// <param name="sourceOf">Where a file with content lies on this machine.</param>
    public static string Json(string port, IEnumerable<BoardFile> files, Func<BoardFile, string> sourceOf) => JsonSerializer.Serialize(
        new
        {
            SerialPort = port,
            Files = files.Select(file => file.Content is null
                ? (object)new { DestinationFilePath = Drive + file.Name }
                : new { DestinationFilePath = Drive + file.Name, SourceFilePath = sourceOf(file) }),
        },
        NanoffJson.Options);

    /// <summary>Whether a line of nanoff's output tells of a file that is not on the board.</summary>
    public static bool IsFailure(string line) => Failures.Any(words => line.Contains(words, StringComparison.Ordinal));
}
