using Esp32Aed.Sound;

namespace Esp32Aed.Deployment;

/// <summary>A temporary folder that only its owner can read, deleted with all that is in it when it is disposed.</summary>
public sealed class PrivateFolder : IDisposable
{
    private readonly Action<string> warn;

    /// <summary>Makes the folder.</summary>
    /// <param name="warn">Is told when it can't be deleted.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Output"/>: it can't be made.</exception>
    public PrivateFolder(Action<string> warn)
    {
        this.warn = warn;
        try
        {
            // Of mode 700 on Unix; on Windows within the user's own profile.
            Folder = Directory.CreateTempSubdirectory("aed-deploy-").FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Output, $"{Path.GetTempPath()}: no temporary folder can be made there: {error.Message}", error);
        }
    }

    /// <summary>The folder's path.</summary>
    public string Folder { get; }

    /// <summary>Writes a file that only its owner can read.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Output"/>: it can't be written.</exception>
    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var stream = new FileStream(path, options);
            stream.Write(content);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Output, $"{path}: can't be written: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            warn($"{Folder}: holds secrets and can't be deleted ({error.Message}); delete it by hand");
        }
    }
}
