using System;

namespace Esp32Aed.Sensor;

/// <summary>All that the sensor is told, checked: nf.config, and nf.secrets for what must not be shown around.</summary>
public sealed class SensorSettings
{
    /// <summary>Longest clip that can be asked for, seconds.</summary>
    public const int MostClipSeconds = 60;

    private const string ConfigName = "nf.config";
    private const string SecretsName = "nf.secrets";
    private static readonly string[][] ConfigKeys =
    {
        new[] { "device.name", "device.board" },
        new[] { "microphone.bck", "microphone.ws", "microphone.data", "microphone.channel", "microphone.supply" },
        new[] { "model.file", "model.kernel", "model.count", "model.clip" },
        PowerSettings.Keys, BatterySettings.Keys, ReportSettings.Keys, MqttSettings.Keys, HttpSettings.Keys, InfluxSettings.Keys, BrewfatherSettings.Keys,
        WifiSettings.Keys, TimeSettings.Keys, CareSettings.Keys,
    };

    private static readonly string[][] SecretKeys =
    {
        MqttSettings.SecretKeys, HttpSettings.SecretKeys, InfluxSettings.SecretKeys, BrewfatherSettings.SecretKeys, CareSettings.SecretKeys,
    };

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

    /// <summary>Seconds of the clips that are counted, or 0 where events are.</summary>
    public int ClipSeconds { get; private set; }

    /// <summary>The kind of board, as <c>aed boards</c> names it, or null where none is named.</summary>
    public string Board { get; private set; }

    /// <summary>GPIO number that switches the microphone's supply, or -1 where it is always on.</summary>
    public int SupplyPin { get; private set; }

    /// <summary>When the sensor listens and when it sleeps.</summary>
    public PowerSettings Power { get; private set; }

    /// <summary>Where the battery's voltage is measured.</summary>
    public BatterySettings Battery { get; private set; }

    /// <summary>What a record covers, and where records go.</summary>
    public ReportSettings Report { get; private set; }

    /// <summary>The MQTT broker.</summary>
    public MqttSettings Mqtt { get; private set; }

    /// <summary>The HTTP server.</summary>
    public HttpSettings Http { get; private set; }

    /// <summary>The InfluxDB server.</summary>
    public InfluxSettings Influx { get; private set; }

    /// <summary>The Brewfather stream.</summary>
    public BrewfatherSettings Brewfather { get; private set; }

    /// <summary>Addresses in the Wi-Fi.</summary>
    public WifiSettings Wifi { get; private set; }

    /// <summary>Where the time comes from.</summary>
    public TimeSettings Time { get; private set; }

    /// <summary>Updates from afar.</summary>
    public CareSettings Care { get; private set; }

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="config">Content of nf.config.</param>
    /// <param name="secrets">Content of nf.secrets, or null where there is none.</param>
    /// <exception cref="SettingsException">Something is unknown, missing, said twice, or not allowed.</exception>
    public static SensorSettings Parse(byte[] config, byte[] secrets)
    {
        var file = SettingsFile.Parse(ConfigName, config);
        RefuseSecrets(file);
        file.RequireKnown(Joined(ConfigKeys));
        SettingsFile secretFile = null;
        if (secrets != null)
        {
            secretFile = SettingsFile.Parse(SecretsName, secrets);
            secretFile.RequireKnown(Joined(SecretKeys));
        }

        var settings = new SensorSettings();
        settings.ReadDevice(file);
        settings.ReadMicrophone(file);
        settings.ReadModel(file);
        settings.Power = PowerSettings.Read(file);
        settings.Battery = BatterySettings.Read(file);
        settings.Report = ReportSettings.Read(file);
        settings.RequireRoomForClips(file);
        var kind = settings.Report.Kind;
        settings.Mqtt = MqttSettings.Read(file, secretFile, kind == ReportSettings.Mqtt);
        settings.Http = HttpSettings.Read(file, secretFile, kind == ReportSettings.Http);
        settings.Influx = InfluxSettings.Read(file, secretFile, kind == ReportSettings.Influx);
        settings.Brewfather = BrewfatherSettings.Read(file, secretFile, settings.DeviceName);
        settings.Wifi = WifiSettings.Read(file);
        settings.Time = TimeSettings.Read(file);
        settings.Care = CareSettings.Read(file, secretFile);
        RequireDifferentPins(file);
        return settings;
    }

    private static string[] Joined(string[][] keys)
    {
        var count = 0;
        foreach (var some in keys)
        {
            count += some.Length;
        }

        var all = new string[count];
        count = 0;
        foreach (var some in keys)
        {
            Array.Copy(some, 0, all, count, some.Length);
            count += some.Length;
        }

        return all;
    }

    private static void RefuseSecrets(SettingsFile file)
    {
        var secrets = Joined(SecretKeys);
        for (var i = 0; i < file.Count; i++)
        {
            var entry = file[i];
            for (var k = 0; k < secrets.Length; k++)
            {
                if (secrets[k] == entry.Section + "." + entry.Key)
                {
                    throw entry.Fault(entry.Key + " does not belong here; move it to [" + entry.Section + "] of " + SecretsName);
                }
            }
        }
    }

    private static void RequireDifferentPins(SettingsFile file) => Esp32Pins.RequireDifferent(new[]
    {
        file.Find("microphone", "bck"),
        file.Find("microphone", "ws"),
        file.Find("microphone", "data"),
        file.Find("microphone", "supply"),
        file.Find("battery", "pin"),
        file.Find("report", "led"),
    });

    private void ReadDevice(SettingsFile file)
    {
        var entry = file.Require("device", "name", "yard-1");
        if (!TextRules.IsAll(entry.Value, TextRules.NameCharacters) || entry.Value.Length > 32)
        {
            throw entry.Fault("name = " + entry.Value + " is not allowed; use at most 32 letters, digits, - and _");
        }

        DeviceName = entry.Value;
        var board = file.Find("device", "board");
        if (board != null && !TextRules.IsAll(board.Value, TextRules.NameCharacters))
        {
            throw board.Fault("board = " + board.Value + " is not allowed; aed boards lists the names");
        }

        Board = SettingsFile.ValueOf(board);
    }

    private void ReadMicrophone(SettingsFile file)
    {
        var bck = file.Require("microphone", "bck", "26");
        var ws = file.Require("microphone", "ws", "25");
        var data = file.Require("microphone", "data", "33");
        BckPin = Esp32Pins.Output(bck);
        WsPin = Esp32Pins.Output(ws);
        DataPin = Esp32Pins.Input(data);
        var supply = file.Find("microphone", "supply");
        SupplyPin = supply == null ? -1 : Esp32Pins.Output(supply);

        var channel = file.Find("microphone", "channel");
        Channel = (channel == null ? 0 : channel.IsOneOf("auto", "first", "second")) - 1;
    }

    private void ReadModel(SettingsFile file)
    {
        var entry = file.Require("model", "file", "model.aed");
        ModelFile = file.FileOr("model", "file", "model.aed");
        ModelLine = entry.Line;
        var kernel = file.Find("model", "kernel");
        PrefersCompactKernel = kernel != null && kernel.IsOneOf("straight", "compact") == 1;
        var count = file.Find("model", "count");
        var clipSeconds = file.NumberOr("model", "clip", 5, 1, MostClipSeconds, "seconds");
        ClipSeconds = count != null && count.IsOneOf("events", "clips") == 1 ? clipSeconds : 0;
    }

    private void RequireRoomForClips(SettingsFile file)
    {
        var heard = Power.Sleeps ? Power.ListenSeconds : Report.EverySeconds;
        if (ClipSeconds > heard)
        {
            throw (file.Find("model", "clip") ?? file.Find("model", "count")).Fault("clip = " + ClipSeconds.ToString() + " is more than the "
                + heard.ToString() + " seconds of a record; make it shorter, or " + (Power.Sleeps ? "listen" : "every") + " longer");
        }
    }
}
