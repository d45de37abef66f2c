namespace Esp32Aed.Sensor;

/// <summary>[mqtt]: the broker.</summary>
public sealed class MqttSettings
{
    internal static readonly string[] Keys =
    {
        "mqtt.host", "mqtt.port", "mqtt.user", "mqtt.version", "mqtt.tls", "mqtt.ca", "mqtt.certificate", "mqtt.discovery",
    };

    internal static readonly string[] SecretKeys = { "mqtt.password", "mqtt.key" };

    private const int PlainPort = 1883;
    private const int TlsPort = 8883;

    private MqttSettings()
    {
    }

    /// <summary>Host name or IPv4 address, or null where none is named.</summary>
    public string Host { get; private set; }

    /// <summary>Port.</summary>
    public int Port { get; private set; }

    /// <summary>User name, or null.</summary>
    public string User { get; private set; }

    /// <summary>Password, or null. A secret.</summary>
    public string Password { get; private set; }

    /// <summary>Speaks MQTT 5; otherwise 3.1.1.</summary>
    public bool IsVersion5 { get; private set; }

    /// <summary>The connection is encrypted, and the broker must show a certificate that <see cref="CaFile"/> has signed.</summary>
    public bool UsesTls { get; private set; }

    /// <summary>File on drive <c>I:</c> with the authority's certificate (PEM), or null.</summary>
    public string CaFile { get; private set; }

    /// <summary>File on drive <c>I:</c> with the sensor's own certificate (PEM), or null.</summary>
    public string CertificateFile { get; private set; }

    /// <summary>File on drive <c>I:</c> with the private key of that certificate (PEM), or null.</summary>
    public string KeyFile { get; private set; }

    /// <summary>Home Assistant is told what the sensor measures.</summary>
    public bool DiscoversHomeAssistant { get; private set; }

    internal static MqttSettings Read(SettingsFile file, SettingsFile secrets, bool isUsed)
    {
        var host = isUsed ? file.Require("mqtt", "host", "192.168.1.10") : file.Find("mqtt", "host");
        if (host != null && !TextRules.IsHost(host.Value))
        {
            throw host.Fault("host = " + host.Value + " is not allowed; write a host name or an IPv4 address, without a port");
        }

        var version = file.Find("mqtt", "version");
        var tls = file.Find("mqtt", "tls");
        var discovery = file.Find("mqtt", "discovery");
        var usesTls = tls != null && tls.AsYes();
        var settings = new MqttSettings
        {
            Host = SettingsFile.ValueOf(host),
            Port = file.NumberOr("mqtt", "port", usesTls ? TlsPort : PlainPort, 1, 65535, "a port"),
            User = SettingsFile.ValueOf(file.Find("mqtt", "user")),
            Password = SettingsFile.SecretOf(secrets, "mqtt", "password"),
            IsVersion5 = version != null && version.IsOneOf("3.1.1", "5") == 1,
            UsesTls = usesTls,
            CaFile = file.FileOr("mqtt", "ca", null),
            CertificateFile = file.FileOr("mqtt", "certificate", null),
            KeyFile = secrets == null ? null : secrets.FileOr("mqtt", "key", null),
            DiscoversHomeAssistant = discovery != null && discovery.IsOneOf("none", "homeassistant") == 1,
        };
        if (usesTls && settings.CaFile == null)
        {
            throw tls.Fault("tls = yes needs the certificate of the authority that signed the broker's; add ca = ca.pem");
        }

        return settings;
    }
}
