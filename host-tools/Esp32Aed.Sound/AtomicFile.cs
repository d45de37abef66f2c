namespace Esp32Aed.Sound;

/// <summary>Writes files whole or not at all: into a temporary neighbour first, which then takes the name.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file, making its folder when there is none; an existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Output"/>: it can't be written; what was there before is still there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 64 * 1024))
            {
                write(stream);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Output, $"{path}: can't be written: {error.Message}", error);
        }
        finally
        {
            TryDelete(temporary);
        }
    }

    private static void TryDelete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The fault that is on its way matters more than a left-over temporary file.
        }
    }
}
