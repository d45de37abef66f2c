using System.Text.Json;
using System.Text.RegularExpressions;

namespace Esp32Aed.Sound;

/// <summary>A folder that a command fills with files it can make again. A marker file says so, and holds the settings they were made with.</summary>
internal static class OwnFolder
{
    private static readonly JsonSerializerOptions MarkerFormat = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Makes the folder and its marker; when it has one already, the files of that name are removed.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="marker">Name of the marker.</param>
    /// <param name="settings">What is written into it.</param>
    /// <param name="ownName">Names of the files that the command makes.</param>
    /// <param name="command">The command.</param>
    /// <param name="force">Also into a folder that holds other files.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>: it holds other files.</exception>
    /// <exception cref="IOException">It can't be made or read; also <see cref="UnauthorizedAccessException"/>.</exception>
    public static void Prepare<T>(string folder, string marker, T settings, Regex ownName, string command, bool force)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, marker);
        if (File.Exists(path))
        {
            foreach (var old in Directory.GetFiles(folder).Where(file => ownName.IsMatch(Path.GetFileName(file))))
            {
                File.Delete(old);
            }
        }
        else if (!force && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new UserFaultException(FaultKind.Settings, $"--out {folder}: holds files that aed {command} did not write; choose an empty folder, or add --force");
        }

        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, settings, MarkerFormat));
    }
}
