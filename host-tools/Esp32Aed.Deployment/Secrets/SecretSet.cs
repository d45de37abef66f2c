using System.Security.Cryptography;
using System.Text;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;

namespace Esp32Aed.Deployment.Secrets;

/// <summary>The secrets of one deployment. Its text form tells none of them.</summary>
public sealed class SecretSet
{
    /// <summary>Name of the file that holds them, here and on drive <c>I:</c>.</summary>
    public const string FileName = "nf.secrets";

    private const int CareKeyBytes = 32;
    private const int LeastMasked = 4;
    private const string Mask = "***";
    private readonly Dictionary<SecretNeed, string> values = [];

    /// <summary>The key that was made up, to be shown once, or null.</summary>
    public string? MadeUpKey { get; private set; }

    /// <summary>Gathers secrets: from the environment, else from nf.secrets, else by asking.</summary>
    /// <param name="needs">What is needed.</param>
    /// <param name="file">nf.secrets beside nf.config, or null.</param>
    /// <param name="environment">Gives the value of an environment variable, or null.</param>
    /// <param name="ask">Asks for a secret, or null where nobody can be asked; an empty answer is none.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>: one is missing or can't be kept. The message does not tell it.</exception>
    public static SecretSet Gather(IEnumerable<SecretNeed> needs, byte[]? file, Func<string, string?> environment, Func<SecretNeed, string?>? ask)
    {
        ArgumentNullException.ThrowIfNull(needs);
        ArgumentNullException.ThrowIfNull(environment);
        var secrets = new SecretSet();
        var known = file is null ? null : Parsed(file);
        foreach (var need in needs)
        {
            var value = environment(need.Variable) ?? (need.Section is null ? null : SettingsFile.SecretOf(known, need.Section, need.Key));
            if (value is null && need == SecretNeed.CareKey)
            {
                value = secrets.MadeUpKey = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CareKeyBytes));
            }

            value ??= ask?.Invoke(need);
            if (!string.IsNullOrEmpty(value))
            {
                secrets.Keep(need, value);
            }
            else if (need.IsRequired && (value is null || need != SecretNeed.WifiPassword))
            {
                throw new UserFaultException(FaultKind.Settings, $"{need.Variable}: not set; it is the {need.Question}");
            }
        }

        return secrets;
    }

    /// <summary>A secret, or null where there is none.</summary>
    public string? Find(SecretNeed need) => values.GetValueOrDefault(need);

    /// <summary>The content of nf.secrets, or null where nothing is in it.</summary>
    public byte[]? ToFile()
    {
        var kept = values.Where(value => value.Key.Section is not null).ToList();
        if (kept.Count == 0)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var section in kept.GroupBy(value => value.Key.Section, StringComparer.Ordinal))
        {
            text.Append('[').Append(section.Key).Append("]\n");
            foreach (var (need, value) in section)
            {
                text.Append(need.Key).Append(" = ").Append(value).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A text of another program without the secrets that it may repeat.</summary>
    public string WithoutSecrets(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var value in values.Values.Where(value => value.Length >= LeastMasked).OrderByDescending(value => value.Length))
        {
            text = text.Replace(value, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{values.Count} secrets";

    private static SettingsFile Parsed(byte[] file)
    {
        int line;
        try
        {
            return SettingsFile.Parse(FileName, file);
        }
        catch (SettingsException error)
        {
            // Nothing but the line of it: its message may repeat a secret.
            line = error.Line;
        }

        throw new UserFaultException(FaultKind.Settings, $"{FileName} line {line}: can't be understood; a section is like [mqtt], a secret like password = ...");
    }

    private void Keep(SecretNeed need, string value)
    {
        if (need.Section is not null && !SurvivesFile(need, value))
        {
            throw new UserFaultException(
                FaultKind.Settings, $"{need.Variable}: can't be kept in {FileName}; it must be plain ASCII in one line, without a space at either end or before a #");
        }

        values.Add(need, value);
    }

    private static bool SurvivesFile(SecretNeed need, string value)
    {
        try
        {
            var file = SettingsFile.Parse(FileName, Encoding.UTF8.GetBytes($"[{need.Section}]\n{need.Key} = {value}\n"));
            return file.Count == 1 && file[0].Value == value;
        }
        catch (SettingsException)
        {
            return false;
        }
    }
}
