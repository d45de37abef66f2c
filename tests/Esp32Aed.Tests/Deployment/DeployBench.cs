using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests.Deployment;

/// <summary>Everything that <c>aed deploy</c> needs, with a nanoff that only pretends.</summary>
internal sealed class DeployBench : IDisposable
{
    public const string WifiPassword = "wifi-hush-hush";
    public const string MqttPassword = "mqtt-hush-hush";

    private const string Settings = """
        [device]
        name = yard-1
        board = esp32-rev0
        [microphone]
        bck = 26
        ws = 25
        data = 33
        [model]
        file = model.aed
        [report]
        kind = mqtt
        every = 60
        [mqtt]
        host = broker
        user = yard
        tls = yes
        ca = ca.pem

        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-tests-");

    public DeployBench()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the fake nanoff is a script of the Unix shell");
        Nanoff = new FakeNanoff(Path.Combine(folder.FullName, "tools"));
        Directory.CreateDirectory(Temporary);
        File.Copy(Path.Combine(RealData.Repository, "models", "cough", "model.aed"), At("model.aed"));
        File.WriteAllText(At("ca.pem"), Pem);
        File.WriteAllBytes(Image, new byte[100]);
        Configure(string.Empty);
        Environment["PATH"] = $"{Nanoff.Folder}:/usr/bin:/bin";
        Environment["HOME"] = folder.FullName;
        Environment["TMPDIR"] = Temporary;
        Environment["AED_WIFI_SSID"] = "cellar-net";
        Environment["AED_WIFI_PASSWORD"] = WifiPassword;
        Environment["AED_MQTT_PASSWORD"] = MqttPassword;
    }

    public static string Pem => "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    public FakeNanoff Nanoff { get; }

    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal);

    public string Image => At("Esp32Aed.Sensor.bin");

    public string Config => At("nf.config");

    /// <summary>Folders of deployments that are still there.</summary>
    public string[] LeftFolders => Directory.GetDirectories(Temporary, "aed-deploy-*");

    private string Temporary => At("temporary");

    public string At(string name) => Path.Combine(folder.FullName, name);

    /// <summary>Writes nf.config with more lines at its end.</summary>
    public void Configure(string more) => File.WriteAllText(Config, Settings + more);

    public string[] Arguments(params string[] more) => ["deploy", "--config", Config, "--port", "/dev/ttyUSB9", "--image", Image, .. more];

    public AedResult Deploy(params string[] more) => AedProcess.RunWith(Environment, Arguments(more));

    public void Dispose() => folder.Delete(recursive: true);
}
