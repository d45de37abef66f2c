using System.Text;
using Esp32Aed.Deployment;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Mosquitto;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;
using Esp32Aed.VirtualBoard;

namespace Esp32Aed.Cli;

/// <summary>The sensor's own program on a virtual board, posting for real.</summary>
public sealed record SensorSimulation
{
    private const string ConfigName = "nf.config";
    private const string SecretsName = "nf.secrets";

    // How the sensor says that it could not post.
    private const string Complaint = "report:";

    /// <summary>Content of nf.config.</summary>
    public required byte[] Config { get; init; }

    /// <summary>Content of nf.secrets, or null.</summary>
    public byte[]? Secrets { get; init; }

    /// <summary>Contents of the certificates and keys that nf.config and nf.secrets name, by their names.</summary>
    public IReadOnlyDictionary<string, byte[]> Certificates { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>Content of the model file.</summary>
    public required byte[] ModelFile { get; init; }

    /// <summary>What the microphone hears: 16-bit samples at the model's rate.</summary>
    public required short[] Samples { get; init; }

    /// <summary>Time passes as in the world.</summary>
    public bool RealTime { get; init; }

    /// <summary>Time that the board's processor takes for a frame, microseconds; null for a processor that takes none.</summary>
    public int? FrameMicroseconds { get; init; }

    /// <summary>When the made-up board was deployed: runs of different times post different records.</summary>
    public DateTimeOffset Deployed { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>How long a receiver may leave posts unconfirmed once the sound is over.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets each record when it has been confirmed.</summary>
    public Action<PostedRecord>? Confirmed { get; init; }

    /// <summary>Gets the fraction of the sound that was heard.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Gets the board before the program starts.</summary>
    public Action<Board>? SwitchedOn { get; init; }

    /// <summary>The settings with another receiver.</summary>
    /// <param name="config">Content of nf.config, which must be right.</param>
    /// <param name="kind"><c>mqtt</c> or <c>http</c>.</param>
    /// <param name="target">The keys of that section, and their values.</param>
    public static byte[] WithReceiver(byte[] config, string kind, params (string Key, string Value)[] target)
    {
        return Rewritten(config, values =>
        {
            Set("report", "kind", kind);
            foreach (var (key, value) in target)
            {
                Set(kind, key, value);
            }

            void Set(string section, string key, string value)
            {
                values.RemoveAll(v => v.Section == section && v.Key == key);
                values.Add((section, key, value));
            }
        });
    }

    /// <summary>Runs the sensor until the records that were confirmed cover the whole sound and the chain's settling.</summary>
    /// <exception cref="SettingsException">nf.config or nf.secrets is wrong.</exception>
    /// <exception cref="ModelFormatException">The model file is damaged.</exception>
    /// <exception cref="UserFaultException">A receiver did not confirm, or the program stopped.</exception>
    public BoardRunResult Run(CancellationToken stop)
    {
        var settings = SensorSettings.Parse(Config, Secrets);
        var model = Model.Parse(ModelFile);
        if (settings.Report.Kind == ReportSettings.Mqtt)
        {
            RequireMosquitto();
        }

        var drive = Directory.CreateTempSubdirectory("aed-board-");
        try
        {
            File.WriteAllBytes(Path.Combine(drive.FullName, ConfigName), settings.Power.Sleeps || settings.Power.HasQuietHours ? WithoutSleep(Config) : Config);
            File.WriteAllBytes(Path.Combine(drive.FullName, settings.ModelFile), ModelFile);
            File.WriteAllBytes(Path.Combine(drive.FullName, FirstBoot.FileName), FirstBoot.At(Deployed).Content!);
            foreach (var (name, content) in Certificates)
            {
                File.WriteAllBytes(Path.Combine(drive.FullName, name), content);
            }

            if (Secrets is not null)
            {
                File.WriteAllBytes(Path.Combine(drive.FullName, SecretsName), Secrets);
            }

            var result = Play(drive.FullName, settings, model, stop);
            return result.End == BoardRunEnd.Complete ? result : throw FaultOf(result, settings);
        }
        finally
        {
            drive.Delete(recursive: true);
        }
    }

    // The sound goes on while a sensor sleeps, so a simulation of it listens all the time.
    private static byte[] WithoutSleep(byte[] config) => Rewritten(config, values => values.RemoveAll(v => v.Section == "power"));

    private static byte[] Rewritten(byte[] config, Action<List<(string Section, string Key, string Value)>> change)
    {
        var file = SettingsFile.Parse(ConfigName, config);
        var values = new List<(string Section, string Key, string Value)>();
        for (var i = 0; i < file.Count; i++)
        {
            values.Add((file[i].Section, file[i].Key, file[i].Value));
        }

        change(values);
        var text = new StringBuilder();
        foreach (var section in values.GroupBy(v => v.Section, StringComparer.Ordinal))
        {
            text.Append('[').Append(section.Key).Append("]\n");
            foreach (var (_, key, value) in section)
            {
                text.Append(key).Append(" = ").Append(value).Append('\n');
            }
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void RequireMosquitto()
    {
        try
        {
            Libmosquitto.Require();
        }
        catch (MissingLibraryException error)
        {
            throw new UserFaultException(FaultKind.MissingDependency, error.Message + ", or report by HTTP (--url)", error);
        }
    }

    private static UserFaultException FaultOf(BoardRunResult result, SensorSettings settings)
    {
        var last = result.Log.LastOrDefault(line => result.End == BoardRunEnd.Halted || line.StartsWith(Complaint, StringComparison.Ordinal)) ?? "it said nothing";
        var target = settings.Report.Kind == ReportSettings.Mqtt ? $"{settings.Mqtt.Host}:{settings.Mqtt.Port}" : settings.Http.Url;
        return result.End == BoardRunEnd.Halted
            ? new UserFaultException(FaultKind.Settings, $"the sensor stopped: {last}")
            : new UserFaultException(FaultKind.Network, $"{target} confirmed {result.Records.Count} records and then no more; see that it runs and takes them (the sensor says: {last})");
    }

    // Events are out some hops after the sound; of clips those count that are whole.
    private int HopsToHear(SensorSettings settings, Model model)
    {
        var hops = Recordings.HopsOf(Samples.Length, model.HopLength);
        if (settings.ClipSeconds == 0)
        {
            return hops + new DetectionChain(model, null).SettleFrames;
        }

        var clip = model.FramesOfClip(settings.ClipSeconds);
        return hops >= clip
            ? hops / clip * clip
            : throw new UserFaultException(FaultKind.Settings, $"the sound is shorter than a clip of {settings.ClipSeconds} s; play a longer one, or make clip in nf.config shorter");
    }

    private BoardRunResult Play(string drive, SensorSettings settings, Model model, CancellationToken stop)
    {
        var hops = HopsToHear(settings, model);
        var board = new BoardOptions
        {
            DriveFolder = drive,
            Sound = new BoardSound(Samples, model.SampleRate),
            RealTime = RealTime,
            MicrosecondsPerFrame = FrameMicroseconds is { } busy ? _ => busy : null,
        };

        // Seconds in records are rounded to microseconds: half a hop less is still the same number of hops.
        return new BoardRun(board)
        {
            ListenSeconds = (hops - 0.5) * model.HopLength / model.SampleRate,
            CoversByLength = FrameMicroseconds is not null,
            IntervalSeconds = settings.Report.EverySeconds,
            Patience = Patience,
            Complaint = Complaint,
            Confirmed = Confirmed,
            Progress = Progress,
            SwitchedOn = SwitchedOn,
        }.Play(Sensor.Program.Main, stop);
    }
}
