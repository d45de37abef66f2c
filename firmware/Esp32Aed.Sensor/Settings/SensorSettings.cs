namespace Esp32Aed.Sensor;

/// <summary>All that the sensor is told, checked: nf.config, and nf.secrets for what must not be shown around.</summary>
public sealed class SensorSettings
{
    private const string ConfigName = "nf.config";
    private const string SecretsName = "nf.secrets";
    private const int SecondsOfADay = 86400;

    private static readonly string[] ConfigKeys =
    {
        "device.name",
        "microphone.bck", "microphone.ws", "microphone.data", "microphone.channel",
        "model.file", "model.kernel",
        "report.kind", "report.every",
        "mqtt.host", "mqtt.port", "mqtt.user",
        "http.url",
    };

    private static readonly string[] SecretKeys = { "mqtt.password", "http.token" };

    private SensorSettings()
    {
    }

    /// <summary>Name of the device: letters, digits, <c>-</c> and <c>_</c>, at most 32.</summary>
    public string DeviceName { get; private set; }

    /// <summary>GPIO number of the bit clock, an output.</summary>
    public int BckPin { get; private set; }

    /// <summary>GPIO number of the word select, an output.</summary>
    public int WsPin { get; private set; }

    /// <summary>GPIO number of the data line, an input.</summary>
    public int DataPin { get; private set; }

    /// <summary>Slot of the microphone: 0 first, 1 second, or <see cref="LiveChannel.Automatic"/>.</summary>
    public int Channel { get; private set; }

    /// <summary>Name of the model file on drive <c>I:</c>.</summary>
    public string ModelFile { get; private set; }

    /// <summary>Line of nf.config that names the model file.</summary>
    public int ModelLine { get; private set; }

    /// <summary>The spectral kernel of less code is to be taken where there is one.</summary>
    public bool PrefersCompactKernel { get; private set; }

    /// <summary>Records go to an MQTT broker; otherwise to an HTTP server.</summary>
    public bool ReportsByMqtt { get; private set; }

    /// <summary>Seconds of sound in one report, 1 or more.</summary>
    public int ReportEverySeconds { get; private set; }

    /// <summary>Host of the MQTT broker, or null.</summary>
    public string MqttHost { get; private set; }

    /// <summary>Port of the MQTT broker.</summary>
    public int MqttPort { get; private set; }

    /// <summary>User name at the MQTT broker, or null.</summary>
    public string MqttUser { get; private set; }

    /// <summary>Password at the MQTT broker, or null.</summary>
    public string MqttPassword { get; private set; }

    /// <summary>Address records are posted to, or null.</summary>
    public string HttpUrl { get; private set; }

    /// <summary>Bearer token for the HTTP server, or null.</summary>
    public string HttpToken { get; private set; }

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="config">Content of nf.config.</param>
    /// <param name="secrets">Content of nf.secrets, or null where there is none.</param>
    /// <exception cref="SettingsException">Something is unknown, missing, said twice, or not allowed.</exception>
    public static SensorSettings Parse(byte[] config, byte[] secrets)
    {
        var file = SettingsFile.Parse(ConfigName, config);
        RefuseSecrets(file);
        file.RequireKnown(ConfigKeys);
        var settings = new SensorSettings();
        settings.ReadDevice(file);
        settings.ReadMicrophone(file);
        settings.ReadModel(file);
        settings.ReadReport(file);
        settings.ReadMqtt(file);
        settings.ReadHttp(file);
        if (secrets != null)
        {
            var secretFile = SettingsFile.Parse(SecretsName, secrets);
            secretFile.RequireKnown(SecretKeys);
            settings.MqttPassword = ValueOf(secretFile.Find("mqtt", "password"));
            settings.HttpToken = ValueOf(secretFile.Find("http", "token"));
        }

        return settings;
    }

    private static void RefuseSecrets(SettingsFile file)
    {
        for (var i = 0; i < file.Count; i++)
        {
            var entry = file[i];
            if (entry.Key == "password" || entry.Key == "token")
            {
                throw entry.Fault(entry.Key + " does not belong here; move it to [" + entry.Section + "] of " + SecretsName);
            }
        }
    }

    private static string ValueOf(SettingsEntry entry) => entry == null ? null : entry.Value;

    private void ReadDevice(SettingsFile file)
    {
        var entry = file.Require("device", "name", "yard-1");
        if (!TextRules.IsAll(entry.Value, TextRules.NameCharacters) || entry.Value.Length > 32)
        {
            throw entry.Fault("name = " + entry.Value + " is not allowed; use at most 32 letters, digits, - and _");
        }

        DeviceName = entry.Value;
    }

    private void ReadMicrophone(SettingsFile file)
    {
        var bck = file.Require("microphone", "bck", "26");
        var ws = file.Require("microphone", "ws", "25");
        var data = file.Require("microphone", "data", "33");
        BckPin = Esp32Pins.Output(bck);
        WsPin = Esp32Pins.Output(ws);
        DataPin = Esp32Pins.Input(data);
        Esp32Pins.RequireDifferent(bck, ws);
        Esp32Pins.RequireDifferent(bck, data);
        Esp32Pins.RequireDifferent(ws, data);

        var channel = file.Find("microphone", "channel");
        switch (channel == null ? "auto" : channel.Value)
        {
            case "auto":
                Channel = LiveChannel.Automatic;
                break;
            case "first":
                Channel = 0;
                break;
            case "second":
                Channel = 1;
                break;
            default:
                throw channel.Fault("channel = " + channel.Value + " is not allowed; write auto, first or second");
        }
    }

    private void ReadModel(SettingsFile file)
    {
        var entry = file.Require("model", "file", "model.aed");
        if (!TextRules.IsFileName(entry.Value))
        {
            throw entry.Fault("file = " + entry.Value + " is not allowed; write a name without folders, such as model.aed");
        }

        ModelFile = entry.Value;
        ModelLine = entry.Line;

        var kernel = file.Find("model", "kernel");
        if (kernel != null && kernel.Value != "straight" && kernel.Value != "compact")
        {
            throw kernel.Fault("kernel = " + kernel.Value + " is not allowed; write straight or compact");
        }

        PrefersCompactKernel = kernel != null && kernel.Value == "compact";
    }

    private void ReadReport(SettingsFile file)
    {
        var kind = file.Require("report", "kind", "mqtt");
        if (kind.Value != "mqtt" && kind.Value != "http")
        {
            throw kind.Fault("kind = " + kind.Value + " is not allowed; write mqtt or http");
        }

        ReportsByMqtt = kind.Value == "mqtt";
        ReportEverySeconds = file.Require("report", "every", "60").AsNumber(1, SecondsOfADay, "seconds");
    }

    private void ReadMqtt(SettingsFile file)
    {
        var host = ReportsByMqtt ? file.Require("mqtt", "host", "192.168.1.10") : file.Find("mqtt", "host");
        if (host != null && !TextRules.IsHost(host.Value))
        {
            throw host.Fault("host = " + host.Value + " is not allowed; write a host name or an IPv4 address, without a port");
        }

        var port = file.Find("mqtt", "port");
        MqttHost = ValueOf(host);
        MqttPort = port == null ? 1883 : port.AsNumber(1, 65535, "a port");
        MqttUser = ValueOf(file.Find("mqtt", "user"));
    }

    private void ReadHttp(SettingsFile file)
    {
        var url = ReportsByMqtt ? file.Find("http", "url") : file.Require("http", "url", "http://192.168.1.10:8080/counts");
        if (url != null && !TextRules.IsWebAddress(url.Value))
        {
            throw url.Fault("url = " + url.Value + " is not allowed; write it like http://192.168.1.10:8080/counts");
        }

        HttpUrl = ValueOf(url);
    }
}
