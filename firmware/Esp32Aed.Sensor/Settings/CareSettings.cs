namespace Esp32Aed.Sensor;

/// <summary>[care]: new models and settings from afar.</summary>
public sealed class CareSettings
{
    internal static readonly string[] Keys = { "care.accept", "care.url" };

    internal static readonly string[] SecretKeys = { "care.key" };

    private const int KeyBytes = 32;
    private const string HexDigits = "0123456789abcdef";

    private CareSettings()
    {
    }

    /// <summary>Updates are taken; there is a <see cref="Key"/> then.</summary>
    public bool Accepts { get; private set; }

    /// <summary>Address that is asked for updates where records do not go by MQTT, or null.</summary>
    public string Url { get; private set; }

    /// <summary>The key that updates are signed with, 32 bytes, or null. A secret.</summary>
    public byte[] Key { get; private set; }

    internal static CareSettings Read(SettingsFile file, SettingsFile secrets)
    {
        var accept = file.Find("care", "accept");
        var key = secrets == null ? null : secrets.Find("care", "key");
        var settings = new CareSettings
        {
            Accepts = accept != null && accept.AsYes(),
            Url = file.WebAddress("care", "url", null, false),
            Key = key == null ? null : KeyOf(key),
        };
        if (settings.Accepts && secrets != null && key == null)
        {
            throw accept.Fault("accept = yes needs a key to check updates by; put key = (64 hexadecimal digits) into [care] of nf.secrets");
        }

        if (settings.Url != null && settings.Url.StartsWith("https:") && file.Find("http", "ca") == null)
        {
            throw file.Find("care", "url").Fault("https needs the certificate of the authority that signed the server's; add ca = ca.pem to [http]");
        }

        return settings;
    }

    private static byte[] KeyOf(SettingsEntry entry)
    {
        var digits = entry.Value.ToLower();
        if (digits.Length != 2 * KeyBytes || !TextRules.IsAll(digits, HexDigits))
        {
            // The value is a secret: it is not repeated here.
            throw entry.Fault("key must be 64 hexadecimal digits");
        }

        var key = new byte[KeyBytes];
        for (var i = 0; i < KeyBytes; i++)
        {
            key[i] = (byte)((HexDigits.IndexOf(digits[2 * i]) << 4) | HexDigits.IndexOf(digits[(2 * i) + 1]));
        }

        return key;
    }
}
