using System.Text;
using Esp32Aed.Deployment.Secrets;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;

namespace Esp32Aed.Deployment;

/// <summary>What a sensor has on drive <c>I:</c>.</summary>
public static class BoardFiles
{
    private const string Certificate = "-----BEGIN CERTIFICATE-----";
    private const string PrivateKey = "PRIVATE KEY-----";

    /// <summary>
    /// The files: model, certificates, the number of the first start, nf.secrets (removed from the board where there are no secrets) and nf.config, which
    /// comes last so that it never names what is not there yet.
    /// </summary>
    /// <param name="config">The bytes of nf.config.</param>
    /// <param name="folder">Where it lies; certificates lie beside it.</param>
    /// <param name="model">The bytes of the model.</param>
    /// <param name="secrets">The secrets.</param>
    /// <param name="now">Time of the deployment.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>: a file is missing or is none of its kind, or the secrets do not fit nf.config.</exception>
    public static IReadOnlyList<BoardFile> Of(byte[] config, string folder, byte[] model, SecretSet secrets, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var secretFile = secrets.ToFile();
        var settings = Parse(config, secretFile);
        List<BoardFile> files = [new BoardFile(settings.ModelFile, model)];
        files.AddRange(CertificatesOf(settings, folder));
        files.Add(FirstBoot.At(now));
        files.Add(new BoardFile(SecretSet.FileName, secretFile));
        files.Add(new BoardFile("nf.config", config));
        return files.GroupBy(file => file.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new UserFaultException(FaultKind.Settings, $"{twice.Key}: nf.config gives this name to two files; choose another for one")
            : files;
    }

    /// <summary>The certificates and the key that settings name.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="folder">Where the files lie.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>: one is missing or is none of its kind.</exception>
    public static IEnumerable<BoardFile> CertificatesOf(SensorSettings settings, string folder)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var certificates = Authorities(settings).Append(settings.Mqtt.CertificateFile).Where(name => name is not null)
            .Distinct(StringComparer.Ordinal).Select(name => Read(folder, name!, Certificate));
        return settings.Mqtt.KeyFile is { } key ? certificates.Append(Read(folder, key, PrivateKey)) : certificates;
    }

    /// <summary>The file with the authority's certificate that the receiver's is checked by, or null.</summary>
    public static string? AuthorityOf(SensorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Report.Kind switch
        {
            ReportSettings.Mqtt => settings.Mqtt.CaFile,
            ReportSettings.Http => settings.Http.CaFile,
            ReportSettings.Influx => settings.Influx.CaFile,
            _ => settings.Brewfather.CaFile,
        };
    }

    /// <summary>The bytes of an authority's certificate.</summary>
    /// <param name="folder">Where nf.config lies.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>: it is missing or no certificate.</exception>
    public static byte[] ReadAuthority(string folder, string name) => Read(folder, name, Certificate).Content!;

    private static IEnumerable<string?> Authorities(SensorSettings settings) =>
        [settings.Mqtt.CaFile, settings.Http.CaFile, settings.Influx.CaFile, settings.Brewfather.CaFile];

    private static SensorSettings Parse(byte[] config, byte[]? secrets)
    {
        try
        {
            return SensorSettings.Parse(config, secrets);
        }
        catch (SettingsException error)
        {
            throw new UserFaultException(FaultKind.Settings, error.Message, error);
        }
    }

    private static BoardFile Read(string folder, string name, string mark)
    {
        var path = Path.Combine(folder, name);
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Settings, $"{path}: can't be read, and nf.config or {SecretSet.FileName} names it; put it there (PEM)", error);
        }

        return Encoding.ASCII.GetString(content).Contains(mark, StringComparison.Ordinal)
            ? new BoardFile(name, content)
            : throw new UserFaultException(FaultKind.Settings, $"{path}: holds no {(mark == Certificate ? "certificate" : "private key")} (PEM)");
    }
}
