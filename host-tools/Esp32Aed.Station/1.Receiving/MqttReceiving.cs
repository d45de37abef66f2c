using Esp32Aed.Mosquitto;
using Esp32Aed.Sound;

namespace Esp32Aed.Station;

/// <summary>
/// Records from a broker: topic <c>esp32aed/DEVICE/counts</c>. Messages are read and checked while those before them are committed, and
/// acknowledged, many at once, after the commits they are in; while the store can't be used nothing is acknowledged and the broker keeps
/// them. A bad message is logged and acknowledged: it would be bad for ever.
/// </summary>
internal sealed class MqttReceiving : IDisposable
{
    private const string Topic = "esp32aed/+/counts";
    private const string SharedTopic = "$share/aed-stations/" + Topic;

    /// <summary>Messages that are handed to the store together.</summary>
    private const int MostTogether = 1000;
    private const string StoreFault = "the store can't be used: messages stay with the broker";
    private const int MostLinesAMinute = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly MqttAddress broker;
    private readonly RecordWriter writer;
    private readonly DeviceList devices;
    private readonly Action<string> log;
    private readonly ManualResetEventSlim stopping = new();
    private readonly Thread thread;
    private TimeSpan pause = FirstPause;
    private string? fault;
    private long minute;
    private int linesThisMinute;

    /// <summary>Starts; a broker that is not there yet is tried again and again.</summary>
    /// <exception cref="UserFaultException">libmosquitto is not installed.</exception>
    public MqttReceiving(MqttAddress broker, RecordWriter writer, DeviceList devices, Action<string> log)
    {
        try
        {
            Libmosquitto.Require();
        }
        catch (MissingLibraryException error)
        {
            throw new UserFaultException(FaultKind.MissingDependency, error.Message, error);
        }

        this.broker = broker;
        this.writer = writer;
        this.devices = devices;
        this.log = log;
        thread = new Thread(Run) { IsBackground = true, Name = "mqtt" };
        thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stopping.Set();
        thread.Join();
        stopping.Dispose();
    }

    private void Run()
    {
        while (!stopping.IsSet)
        {
            try
            {
                using var subscriber = new MqttSubscriber(broker);
                subscriber.Connect(broker.IsShared ? SharedTopic : Topic);
                if (fault != StoreFault)
                {
                    Tell(null);
                }

                while (!stopping.IsSet)
                {
                    Receive(subscriber);
                    pause = FirstPause;
                    if (fault is not null)
                    {
                        Tell(null);
                    }
                }
            }
            catch (Exception error) when (error is MqttException or StoreException or System.Net.Sockets.SocketException)
            {
                Tell(error is StoreException ? StoreFault : error.Message);
                stopping.Wait(pause);
                pause = pause + pause < LongestPause ? pause + pause : LongestPause;
            }
        }
    }

    /// <summary>Reads until nothing more comes or as much waits for its acknowledgement as may, and acknowledges when all of it is stored.</summary>
    private void Receive(MqttSubscriber subscriber)
    {
        var commits = new List<Task>();
        for (var patience = Patience; !subscriber.IsFull; patience = TimeSpan.Zero)
        {
            var messages = subscriber.Read(MostTogether, patience);
            if (messages.Count == 0)
            {
                break;
            }

            commits.Add(writer.WriteAsync(Check(messages)));
        }

        Task.WhenAll(commits).GetAwaiter().GetResult();
        subscriber.Acknowledge();
    }

    private List<SensorRecord> Check(IReadOnlyList<MqttMessage> messages)
    {
        var records = new List<SensorRecord>(messages.Count);
        var now = DateTimeOffset.UtcNow;
        foreach (var message in messages)
        {
            try
            {
                var device = message.Topic.Split('/') is [_, var name, _] ? name : string.Empty;
                var post = Post.Read(message.Payload, now, d => string.Equals(d, device, StringComparison.Ordinal) ? devices.FaultOf(d) : "the topic is another device's");
                records.AddRange(post.Records);
                foreach (var refusal in post.Refused)
                {
                    Refuse(message.Topic, refusal.Reason);
                }
            }
            catch (FormatException error)
            {
                Refuse(message.Topic, error.Message);
            }
        }

        return records;
    }

    private void Refuse(string topic, string reason)
    {
        var now = Environment.TickCount64 / 60_000;
        linesThisMinute = now == minute ? linesThisMinute + 1 : 1;
        minute = now;
        if (linesThisMinute <= MostLinesAMinute)
        {
            var safe = new string([.. topic.Select(c => char.IsControl(c) ? '?' : c)]);
            log($"mqtt {safe}: not taken: {reason}{(linesThisMinute == MostLinesAMinute ? " (further ones of this minute are not told)" : string.Empty)}");
        }
    }

    private void Tell(string? what)
    {
        if (what is null)
        {
            log($"mqtt {broker}: connected");
        }
        else if (what != fault)
        {
            log($"mqtt {broker}: {what}; trying again");
        }

        fault = what;
    }
}
