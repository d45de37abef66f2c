using System.Text;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli;

/// <summary>The key that updates are signed with. No message repeats it.</summary>
internal static class CareKey
{
    /// <summary>Environment variable that holds the key, as 64 hexadecimal digits.</summary>
    public const string Variable = "AED_CARE_KEY";

    /// <summary>Reads the key.</summary>
    /// <param name="file">A file of 64 hexadecimal digits, or an nf.secrets; null for <see cref="Variable"/>.</param>
    /// <exception cref="UserFaultException">There is no key, or it is none.</exception>
    public static byte[] Read(string? file)
    {
        var text = file is null ? Environment.GetEnvironmentVariable(Variable) ?? string.Empty : ReadFile(file);
        var source = file ?? Variable;
        if (text.Trim().Length == 0)
        {
            throw new UserFaultException(FaultKind.Settings, $"{source}: there is no key; name a file by --key-file, or put 64 hexadecimal digits into {Variable}");
        }

        var digits = text.Contains('[', StringComparison.Ordinal) ? InSecrets(source, text) : text.Trim();
        return digits.Length == 2 * UpdateEnvelope.KeyBytes && digits.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(digits)
            : throw new UserFaultException(FaultKind.Settings, $"{source}: the key must be 64 hexadecimal digits");
    }

    private static string InSecrets(string source, string text)
    {
        try
        {
            return SettingsFile.Parse(source, Encoding.UTF8.GetBytes(text)).Find("care", "key")?.Value
                ?? throw new UserFaultException(FaultKind.Settings, $"{source}: [care] has no key");
        }
        catch (SettingsException error)
        {
            throw new UserFaultException(FaultKind.Settings, error.Message, error);
        }
    }

    private static string ReadFile(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserFaultException(FaultKind.Settings, $"--key-file {file}: can't be read: {error.Message}", error);
        }
    }
}
