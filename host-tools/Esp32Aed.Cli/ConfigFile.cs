using Esp32Aed.Sensor;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli;

/// <summary>An nf.config on this machine, with the nf.secrets beside it.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Config">Its bytes.</param>
/// <param name="Secrets">The bytes of nf.secrets, or null.</param>
/// <param name="Settings">What nf.config says.</param>
internal sealed record ConfigFile(string Folder, byte[] Config, byte[]? Secrets, SensorSettings Settings)
{
    /// <summary>Name of the file with the secrets.</summary>
    public const string SecretsName = "nf.secrets";

    /// <summary>Reads both and checks nf.config.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>: something is wrong, with its line.</exception>
    public static ConfigFile Read(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var folder = file.DirectoryName!;
        var config = ReadBytes(file.FullName) ?? throw new UserFaultException(FaultKind.Settings, $"{file}: no such file; name an nf.config");
        try
        {
            return new ConfigFile(folder, config, ReadBytes(Path.Combine(folder, SecretsName)), SensorSettings.Parse(config, secrets: null));
        }
        catch (SettingsException error)
        {
            throw new UserFaultException(FaultKind.Settings, error.Message, error);
        }
    }

    /// <summary>The bytes of a settings file, or null where there is none.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>: it can't be read.</exception>
    public static byte[]? ReadBytes(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Settings, $"{path}: can't be read: {error.Message}", error);
        }
    }
}
