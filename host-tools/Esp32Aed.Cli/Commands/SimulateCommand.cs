using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;
using Esp32Aed.Deployment;
using Esp32Aed.Learning;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;
using Esp32Aed.VirtualBoard;
using Spectre.Console;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed simulate --config nf.config --sound FILE</c>: the sensor on the virtual board, posting for real; or <c>--fleet N</c>: made-up sensors.</summary>
internal static class SimulateCommand
{
    private const string FleetUrl = "http://127.0.0.1:8480/counts";
    private const int MostSensors = 10_000;
    private const int MostPastHours = 24 * 366;
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var config = new Option<FileInfo>("--config") { Description = "Settings of the sensor, nf.config; nf.secrets beside it is used too." };
        var sound = new Option<string>("--sound") { Description = "Recording that the microphone hears." };
        var model = new Option<string?>("--model") { Description = "Model file or its folder, instead of the one that nf.config names." };
        var realTime = new Option<bool>("--realtime") { Description = "Take as long as the sound, with the board's buffers as they are." };
        var broker = new Option<string?>("--broker") { Description = "Post by MQTT to this HOST or HOST:PORT, whatever nf.config says." };
        var url = new Option<string?>("--url") { Description = "Post by HTTP to this address, whatever nf.config says." };
        var processor = new Option<double?>("--processor")
        {
            Description = "Speed of the board's processor: 1 is the planning figure of an ESP32 at 240 MHz, 0.25 a quarter of it; it takes no time if left out.",
        };
        var fleet = new Option<int?>("--fleet") { Description = "Instead: so many made-up sensors, without sound, that post to a station by HTTP." };
        var every = new Option<double>("--every") { Description = "With --fleet: seconds between posts.", DefaultValueFactory = _ => 5 };
        var posts = new Option<int?>("--posts") { Description = "With --fleet: posts of each sensor; without it they go on until Ctrl+C." };
        var past = new Option<int>("--past-hours") { Description = "With --fleet: hours before now that are posted first." };
        var seed = new Option<int>("--seed") { Description = "With --fleet: what the counts are drawn from.", DefaultValueFactory = _ => 1 };
        var command = new Command("simulate", "Run the sensor on a virtual board that hears a recording and posts for real.")
        {
            config, sound, model, realTime, processor, broker, url, fleet, every, posts, past, seed,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(broker) is not null && parsed.GetValue(url) is not null)
            {
                parsed.AddError("--broker and --url exclude each other");
            }

            if (parsed.GetValue(fleet) is not null && (parsed.GetValue(broker) ?? parsed.GetValue(sound) ?? parsed.GetValue(model)) is not null)
            {
                parsed.AddError("--fleet has no sound, model or broker; it takes --url, --every, --posts, --past-hours and --seed");
            }
            else if (parsed.GetValue(fleet) is null && (parsed.GetValue(config) is null || parsed.GetValue(sound) is null))
            {
                parsed.AddError("--config and --sound are required, or --fleet");
            }
        });
        command.SetAction((parsed, stop) => parsed.GetValue(fleet) is { } sensors
            ? RunFleetAsync(
                new Output(parsed), sensors, parsed.GetValue(url) ?? FleetUrl, parsed.GetValue(every), parsed.GetValue(posts), parsed.GetValue(past), parsed.GetValue(seed), stop)
            : Task.FromResult(Run(
            new Output(parsed),
            parsed.GetRequiredValue(config),
            parsed.GetRequiredValue(sound),
            parsed.GetValue(model),
            parsed.GetValue(realTime),
            parsed.GetValue(processor),
            parsed.GetValue(broker),
            parsed.GetValue(url),
            stop)));
        return command;
    }

    private static async Task<int> RunFleetAsync(Output output, int sensors, string url, double every, int? posts, int pastHours, int seed, CancellationToken stop)
    {
        Require(sensors is >= 1 and <= MostSensors, $"--fleet {sensors}: must be 1 to {MostSensors} sensors");
        Require(every is >= 0.1 and <= 3600, "--every: must be 0.1 to 3600 seconds");
        Require(posts is null or > 0, "--posts: must be above 0");
        Require(pastHours is >= 0 and <= MostPastHours, $"--past-hours {pastHours}: must be 0 to {MostPastHours}");
        Require(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https", $"--url {url}: must be like {FleetUrl}");
        output.Line($"{sensors} sensors post to {address} every {every.ToString(CultureInfo.InvariantCulture)} s; Ctrl+C stops them");
        var result = await new FleetSimulation
        {
            Url = address!,
            Sensors = sensors,
            Every = TimeSpan.FromSeconds(every),
            Posts = posts,
            PastHours = pastHours,
            Seed = seed,
            Log = Output.Warn,
        }.RunAsync(stop).ConfigureAwait(false);
        output.Line($"{result.Records} records with {result.Events} events were taken");
        output.Result(result);
        return ExitCodes.Ok;
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new UserFaultException(FaultKind.Settings, fault);
        }
    }

    private static int Run(
        Output output, FileInfo configFile, string soundFile, string? modelFile, bool realTime, double? processor, string? broker, string? url, CancellationToken stop)
    {
        if (processor is { } factor)
        {
            SimulatedProcessor.Require(factor);
        }

        try
        {
            var folder = configFile.DirectoryName!;
            var config = ConfigFile.ReadBytes(configFile.FullName) ?? throw new UserFaultException(FaultKind.Settings, $"{configFile}: no such file; name an nf.config");
            var secrets = ConfigFile.ReadBytes(Path.Combine(folder, ConfigFile.SecretsName));
            var settings = SensorSettings.Parse(config, secrets);
            if (broker is not null)
            {
                config = WithBroker(config, broker);
            }
            else if (url is not null)
            {
                config = SensorSimulation.WithReceiver(config, "http", ("url", url));
            }

            var used = ParseOverridden(config, secrets, broker ?? url);
            RequireReceiver(used);
            var certificates = BoardFiles.CertificatesOf(used, folder).ToDictionary(file => file.Name, file => file.Content!, StringComparer.Ordinal);
            var modelBytes = ModelFile.ReadBytes(modelFile ?? Path.Combine(folder, settings.ModelFile));
            var model = ModelFile.Parse(modelBytes, modelFile ?? settings.ModelFile);
            SensorCost.Require(used, model, modelFile ?? settings.ModelFile);
            var recording = SoundFile.Read(soundFile, model.SampleRate, Output.Warn);
            int? busy = processor is { } speed ? SimulatedProcessor.FrameMicroseconds(modelBytes, model, recording.Samples, used, speed, stop) : null;
            var result = output.Progress("listening", progress => new SensorSimulation
            {
                Config = config,
                Secrets = secrets,
                Certificates = certificates,
                ModelFile = modelBytes,
                Samples = recording.Samples,
                RealTime = realTime,
                FrameMicroseconds = busy,
                Progress = progress,
                Confirmed = record => output.Line(Describe(record)),
            }.Run(stop));
            Report(output, model, recording, busy, result);
            return ExitCodes.Ok;
        }
        catch (SettingsException error)
        {
            throw new UserFaultException(FaultKind.Settings, error.Message, error);
        }
    }

    private static byte[] WithBroker(byte[] config, string broker)
    {
        var colon = broker.LastIndexOf(':');
        return colon < 0
            ? SensorSimulation.WithReceiver(config, "mqtt", ("host", broker), ("port", "1883"))
            : SensorSimulation.WithReceiver(config, "mqtt", ("host", broker[..colon]), ("port", broker[(colon + 1)..]));
    }

    private static SensorSettings ParseOverridden(byte[] config, byte[]? secrets, string? target)
    {
        try
        {
            return SensorSettings.Parse(config, secrets);
        }
        catch (SettingsException error) when (target is not null)
        {
            // The line number is that of settings nobody has seen.
            throw new UserFaultException(FaultKind.Settings, $"{target}: no place to post to; write --broker HOST:PORT or --url http://HOST:PORT/PATH", error);
        }
    }

    private static void RequireReceiver(SensorSettings settings)
    {
        if (settings.Report.Kind is not (ReportSettings.Mqtt or ReportSettings.Http))
        {
            throw new UserFaultException(FaultKind.Settings, "nf.config: a simulation posts its records by MQTT or HTTP; name a receiver with --broker or --url");
        }

        var url = settings.Report.Kind == ReportSettings.Mqtt ? null : new Uri(settings.Http.Url);
        var (host, port) = url is null ? (settings.Mqtt.Host, settings.Mqtt.Port) : (url.Host, url.Port);
        using var client = new TcpClient();
        try
        {
            if (client.ConnectAsync(host, port).Wait(ConnectPatience))
            {
                return;
            }
        }
        catch (AggregateException error) when (error.InnerException is SocketException reason)
        {
            throw new UserFaultException(FaultKind.Network, $"{host}:{port}: nothing takes records there ({reason.Message}); start it, or name another with --broker or --url", error);
        }

        throw new UserFaultException(FaultKind.Network, $"{host}:{port}: no answer; start it, or name another with --broker or --url");
    }

    private static void Report(Output output, Model model, Recording recording, int? busyMicroseconds, BoardRunResult result)
    {
        var counts = model.Labels.ToDictionary(label => label, label => result.Counts.GetValueOrDefault(label));
        var soundSeconds = (double)recording.Samples.Length / model.SampleRate;
        var factor = soundSeconds / result.Elapsed.TotalSeconds;
        var table = new Table().AddColumns("label", "posted");
        foreach (var (label, count) in counts)
        {
            table.AddRow(Markup.Escape(label), count.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var line in result.Log.Where(IsAboutLoad))
        {
            output.Line("sensor: " + line);
        }

        output.People.Write(table);
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Records.Count} records over {result.ListenedSeconds:F1} s of listening to {soundSeconds:F1} s of sound, {factor:F0} times real time"));
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"load {100 * result.Load:F0} %, {result.LostSeconds:F1} s of sound lost{(busyMicroseconds is { } busy ? $", {busy / 1000.0:F1} ms a frame" : "; the processor took no time (--processor sets its speed)")}"));
        output.Result(new
        {
            device = result.Records[0].Device,
            records = result.Records.Select(r => new
            {
                boot = r.Boot,
                sequence = r.Sequence,
                start = r.Start,
                length_s = r.LengthSeconds,
                listened_s = r.ListenedSeconds,
                lost_s = r.LostSeconds,
                load = r.Load,
                counts = r.Counts,
                model_checksum = r.ModelChecksum,
            }),
            posted_counts = counts,
            listened_s = result.ListenedSeconds,
            lost_s = result.LostSeconds,
            load = result.Load,
            ms_per_frame = busyMicroseconds / 1000.0,
            in_bursts = result.Log.Any(line => IsAboutLoad(line) && line.Contains("bursts", StringComparison.Ordinal)),
            sound_s = soundSeconds,
            realtime_factor = factor,
        });
    }

    private static bool IsAboutLoad(string line) => line.StartsWith("load:", StringComparison.Ordinal);

    private static string Describe(PostedRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"record {record.Sequence}: {record.ListenedSeconds:F1} s of {record.LengthSeconds:F1} s, load {100 * record.Load:F0} %, {record.LostSeconds:F1} s lost, {string.Join(", ", record.Counts.Select(c => $"{c.Value} {c.Key}"))}");
}
