using System.Text;
using Esp32Aed.Detection;
using Esp32Aed.Kernels;
using Esp32Aed.Sensor;

namespace Esp32Aed.Tests.Care;

/// <summary>A board with flashed settings and a flashed model, on which starts and updates are tried.</summary>
internal sealed class CareBench : IDisposable
{
    public const string Device = "yard-1";
    public const string ConfigPath = "I:\\nf.config";
    public const string ModelPath = "I:\\model.aed";

    /// <summary>The key of nf.secrets.</summary>
    public static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))];

    private readonly Bench bench = new();

    public CareBench(string url = "")
    {
        Url = url;
        File.WriteAllBytes(Path.Combine(Drive, "nf.config"), Config("192.168.1.10"));
        File.WriteAllBytes(Path.Combine(Drive, "model.aed"), Model(1));
    }

    public string Url { get; }

    public string Drive => bench.Drive;

    public static byte[] Secrets => Encoding.ASCII.GetBytes("[care]\nkey = " + Convert.ToHexString(Key) + "\n");

    /// <summary>Settings with another broker, and perhaps more lines.</summary>
    public byte[] Config(string host, string more = "", string name = Device) => Encoding.ASCII.GetBytes(
        $"[device]\nname = {name}\n[microphone]\nbck = 26\nws = 25\ndata = 33\n[model]\nfile = model.aed\n[report]\nkind = mqtt\nevery = 60\n"
            + $"[mqtt]\nhost = {host}\n{more}[care]\naccept = yes\n" + (Url.Length > 0 ? $"url = {Url}\n" : string.Empty));

    /// <summary>A model that is told apart by its checksum.</summary>
    public static byte[] Model(int number)
    {
        var bytes = (byte[])TestModel.Bytes.Clone();

        // The last decoder's shift in time, which anything goes for.
        bytes[^2] = (byte)number;
        return WithChecksum(bytes);
    }

    public static byte[] WithChecksum(byte[] model)
    {
        BitConverter.GetBytes(Crc32.Compute(model, 12, model.Length - 12)).CopyTo(model, 8);
        return model;
    }

    public static uint ChecksumOf(int number) => BitConverter.ToUInt32(Model(number), 8);

    public static byte[] Sealed(UpdateKind kind, int serial, byte[] payload, string device = Device, byte[]? key = null) =>
        new UpdateEnvelope(kind, device, serial, payload).Seal(key ?? Key);

    /// <summary>Runs code on the board.</summary>
    public T Run<T>(Func<T> code) => bench.Run(code);

    /// <summary>A start of the sensor: what it loads, then what is done in it.</summary>
    public T Start<T>(Func<Started, T> use, string? failure = null) => Run(() => use(new Started(this, failure)));

    /// <summary>A start in which nothing more is done.</summary>
    public Loaded Start(string? failure = null) => Start(started => new Loaded(started), failure);

    public void Dispose() => bench.Dispose();

    /// <summary>What a start has loaded.</summary>
    public sealed record Loaded(string Host, uint Model, string? Outcome, bool IsOnTrial)
    {
        public Loaded(Started started)
            : this(started.Settings.Mqtt.Host, started.Model.Checksum, started.Slots.Outcome, started.Slots.IsOnTrial)
        {
        }
    }

    /// <summary>The parts of remote care in one start.</summary>
    public sealed class Started
    {
        public Started(CareBench bench, string? failure)
        {
            Slots = new UpdateSlots("I:\\", isFromSleep: false);
            Slots.Begin(failure);
            Settings = Slots.LoadSettings(ConfigPath, Secrets);
            Model = Slots.LoadModel(ModelPath);
            Inbox = new CareInbox(Slots, Settings, Secrets, [new Kernel8k()], "I:\\", "nf.config");
        }

        public UpdateSlots Slots { get; }

        public SensorSettings Settings { get; }

        public Model Model { get; }

        public CareInbox Inbox { get; }

        /// <summary>The trial goes well.</summary>
        public Started Succeed()
        {
            Slots.NoteInterval();
            Slots.NoteAcknowledged();
            return this;
        }
    }
}
