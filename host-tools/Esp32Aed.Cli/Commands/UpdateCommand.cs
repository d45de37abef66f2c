using System.CommandLine;
using System.Globalization;
using Esp32Aed.Learning;
using Esp32Aed.Mosquitto;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;
using Esp32Aed.VirtualBoard;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed update MODEL_OR_CONFIG --device NAME</c>: a signed update for a sensor outdoors, to a file or to its broker.</summary>
internal static class UpdateCommand
{
    private const string PasswordVariable = "AED_MQTT_PASSWORD";
    private const int DefaultPort = 1883;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var file = new Argument<string>("MODEL_OR_CONFIG") { Description = "Model file or its folder, or an nf.config." };
        var device = new Option<string>("--device") { Description = "Name of the sensor; '*' signs a model for all, with --out.", Required = true };
        var serial = new Option<int?>("--serial") { Description = "Serial number; a sensor takes rising ones only. Seconds since 1970 if left out." };
        var key = new Option<string?>("--key-file") { Description = $"File with the key (64 hexadecimal digits) or nf.secrets; {CareKey.Variable} holds it if left out." };
        var target = new Option<string?>("--out") { Description = "File that gets the message, for a web server or mosquitto_pub -r -f." };
        var broker = new Option<string?>("--broker") { Description = "Publish it retained on this HOST or HOST:PORT." };
        var user = new Option<string?>("--user") { Description = $"User name at the broker; the password is in {PasswordVariable}." };
        var command = new Command("update", "Sign a model or settings and send them to a sensor, which tries them and rolls back if they fail.")
        {
            file, device, serial, key, target, broker, user,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(target) is null == parsed.GetValue(broker) is null)
            {
                parsed.AddError("name either --out FILE or --broker HOST[:PORT]");
            }

            if (parsed.GetValue(broker) is not null && parsed.GetValue(device) == UpdateEnvelope.EveryDevice)
            {
                parsed.AddError("--broker needs a name in --device: each sensor has its own topic");
            }
        });
        command.SetAction((parsed, _) => Task.FromResult(Run(
            new Output(parsed),
            parsed.GetRequiredValue(file),
            parsed.GetRequiredValue(device),
            parsed.GetValue(serial),
            parsed.GetValue(key),
            parsed.GetValue(target),
            parsed.GetValue(broker),
            parsed.GetValue(user))));
        return command;
    }

    private static int Run(Output output, string path, string device, int? serial, string? keyFile, string? target, string? broker, string? user)
    {
        RequireOptions(device, serial);
        var key = CareKey.Read(keyFile);
        var receiver = broker is null ? default : Receiver(broker);
        var update = Make(path, device, serial ?? (int)DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var message = update.Seal(key);
        var topic = device == UpdateEnvelope.EveryDevice ? null : CareInbox.TopicOf(device, update.Kind);
        if (target is not null)
        {
            AtomicFile.Write(target, stream => stream.Write(message));
        }
        else
        {
            Publish(receiver, user, topic!, message);
        }

        var name = UpdateEnvelope.NameOf(update.Kind);
        output.Line($"{name} {update.Serial} for {device}, {message.Length} bytes: {(target is not null ? $"wrote {target}" : $"published, retained, as {topic} on {broker}")}");
        output.Result(new { kind = name, device, serial = update.Serial, bytes = message.Length, file = target, topic });
        return ExitCodes.Ok;
    }

    private static void RequireOptions(string device, int? serial)
    {
        if (device != UpdateEnvelope.EveryDevice && (!TextRules.IsAll(device, TextRules.NameCharacters) || device.Length > 32))
        {
            throw new UserFaultException(FaultKind.Settings, $"--device {device}: no sensor has this name; write at most 32 letters, digits, - and _, or '*'");
        }

        if (serial < 1)
        {
            throw new UserFaultException(FaultKind.Settings, $"--serial {serial}: write a whole number from 1 on");
        }
    }

    private static UpdateEnvelope Make(string path, string device, int serial)
    {
        var isModel = Directory.Exists(path) || IsModel(path);
        var kind = isModel ? FaultKind.Model : FaultKind.Settings;
        try
        {
            var payload = isModel ? Model(path) : Settings(path, device);
            return new UpdateEnvelope(isModel ? UpdateKind.Model : UpdateKind.Settings, device, serial, payload);
        }
        catch (UpdateException error)
        {
            throw new UserFaultException(kind, $"{path}: no sensor would take this update: {error.Message}", error);
        }
    }

    private static bool IsModel(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var head = new byte[4];
            return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.AsSpan().SequenceEqual("AED1"u8);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserFaultException(FaultKind.Settings, $"{path}: can't be read: {error.Message}", error);
        }
    }

    private static byte[] Model(string path)
    {
        var bytes = ModelFile.ReadBytes(path);
        new ModelBudget(ModelFile.Parse(bytes, path), FirmwareKernels.Make()).Require();
        return bytes;
    }

    private static byte[] Settings(string path, string device)
    {
        var bytes = File.ReadAllBytes(path);
        try
        {
            var settings = SensorSettings.Parse(bytes, null);
            return settings.DeviceName == device
                ? bytes
                : throw new UserFaultException(FaultKind.Settings, $"{path}: it is for {settings.DeviceName}, and a sensor's name can't be changed from afar; name it by --device");
        }
        catch (SettingsException error)
        {
            throw new UserFaultException(FaultKind.Settings, $"{path}: {error.Message}", error);
        }
    }

    private static (string Host, int Port) Receiver(string broker)
    {
        var colon = broker.LastIndexOf(':');
        var host = colon < 0 ? broker : broker[..colon];
        var port = DefaultPort;
        var isPort = colon < 0 || (int.TryParse(broker[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535);
        return isPort && TextRules.IsHost(host)
            ? (host, port)
            : throw new UserFaultException(FaultKind.Settings, $"--broker {broker}: no place to publish on; write HOST or HOST:PORT");
    }

    private static void Publish((string Host, int Port) broker, string? user, string topic, byte[] message)
    {
        try
        {
            MqttPublisher.PublishRetained(broker, user, Environment.GetEnvironmentVariable(PasswordVariable), topic, message, Patience);
        }
        catch (MqttPublishException error)
        {
            throw new UserFaultException(FaultKind.Network, $"broker {broker.Host}:{broker.Port}: {error.Message}", error);
        }
        catch (MissingLibraryException error)
        {
            throw new UserFaultException(FaultKind.MissingDependency, error.Message, error);
        }
    }
}
