using System.Globalization;
using System.Text;
using Esp32Aed.Cli;
using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The unmodified sensor over many starts: it listens, sleeps, posts, loses its network, crashes and is mended from afar.</summary>
public sealed class SensorLifeTests : IDisposable
{
    private const string Name = "life-1";
    private static readonly DateTime Born = new(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 5))];

    private readonly Bench bench = new();
    private readonly BoardLife life;
    private int heard;

    public SensorLifeTests()
    {
        life = new BoardLife(bench.Options() with { Heard = Hear }, Born) { SleepDriftPpm = 2000 };
        File.WriteAllBytes(Path.Combine(bench.Drive, "model.aed"), TestModel.Bytes);
        File.WriteAllText(Path.Combine(bench.Drive, "nf.secrets"), "[care]\nkey = " + Convert.ToHexString(Key) + "\n");
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Listens_with_the_radio_off_and_posts_in_wakes_of_its_own()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        Configure(Http(receiver.Url, 1800));
        var wakes = Live(60);

        var listening = wakes.Where(w => w.Log.Any(line => line.StartsWith("record ", StringComparison.Ordinal))).ToList();
        var posting = wakes.Except(listening).ToList();
        Assert.All(listening, w => Assert.Equal(TimeSpan.Zero, w.RadioOn));
        Assert.All(posting, w => Assert.InRange(w.LongestRadioOn.TotalSeconds, 0.5, 20));
        Assert.InRange(posting.Count, 8, 25);
        Assert.Equal(heard, receiver.Records.Sum(r => r.Counts.Values.Sum()) + CountWaiting());
        Assert.Equal(0, receiver.Repeated);
        Assert.All(receiver.Records, r => Assert.Equal(20.0, r.ListenedSeconds, 1.0));
        Assert.InRange(Distances(receiver.Records).Average(), 450, 750);
        Assert.All(Distances(receiver.Records), seconds => Assert.InRange(seconds, 290, 930));
    }

    [Fact]
    public async Task Records_are_dated_right_also_those_from_before_the_first_time_of_the_network()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        Configure(Http(receiver.Url, 1800));
        var truth = new List<DateTime>();
        for (var i = 0; i < 40; i++)
        {
            var now = life.Now;
            var wake = life.Start(Esp32Aed.Sensor.Program.Main, switchedOn: board => board.IsNetworkUp = i > 12);
            if (wake.Log.Any(line => line.StartsWith("record ", StringComparison.Ordinal)))
            {
                truth.Add(now);
            }
        }

        var dates = receiver.Records.Select(r => r.Start!.Value.UtcDateTime).ToList();
        Assert.True(dates.Count > 15);
        Assert.Equal(dates.Order(), dates);

        // The clock chip goes 0.2 % fast while the board sleeps: in the hours before the first synchronisation that is half a minute.
        Assert.All(dates.Zip(truth), p => Assert.InRange((p.First - p.Second).TotalSeconds, -40, 1));
    }

    [Fact]
    public async Task While_there_is_no_network_the_radio_is_asked_ever_more_rarely_and_nothing_is_lost()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        Configure(Http(receiver.Url, 0));
        var wakes = Live(300, board => board.IsNetworkUp = false);
        Assert.InRange(wakes.Count(w => w.RadioOn > TimeSpan.Zero), 8, 22);
        Assert.All(wakes, w => Assert.InRange(w.LongestRadioOn.TotalSeconds, 0, 20));

        Live(120);
        Assert.Contains(receiver.Records, r => r.Records > 1);
        Assert.Equal(heard, receiver.Records.Sum(r => r.Counts.Values.Sum()) + CountWaiting());
    }

    [Fact]
    public async Task A_receiver_that_hangs_does_not_keep_the_radio_on()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        Configure(Http(receiver.Url, 0));
        var hanging = bench.Options() with { Heard = _ => 0, NetworkFaults = new Hanging() };
        var poor = new BoardLife(hanging, Born);
        for (var i = 0; i < 12; i++)
        {
            Assert.InRange(poor.Start(Esp32Aed.Sensor.Program.Main).LongestRadioOn.TotalSeconds, 0, 20);
        }
    }

    [Fact]
    public async Task A_battery_that_the_radio_drains_is_not_asked_for_it_again_and_again()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        Configure(Http(receiver.Url, 0));
        Live(12);
        var drain = new Draining();
        var cut = 0;
        for (var i = 0; i < 100; i++)
        {
            cut += life.Start(Esp32Aed.Sensor.Program.Main, options => options with { NetworkFaults = drain }, board => drain.Board = board).PowerWasCut ? 1 : 0;
        }

        Assert.InRange(cut, 4, 40);
        Live(120);
        Assert.Equal(heard, receiver.Records.Sum(r => r.Counts.Values.Sum()) + CountWaiting());
    }

    [Fact]
    public void A_model_sent_over_mqtt_is_tried_confirmed_and_reported()
    {
        MosquittoBroker.RequireInstalled();
        using var broker = new MosquittoBroker().Start();
        Configure($"[report]\nkind = mqtt\nevery = 60\npost = 0\n[mqtt]\nhost = 127.0.0.1\nport = {broker.Port}\n");
        var update = new UpdateEnvelope(UpdateKind.Model, Name, 7, Care.CareBench.Model(3)).Seal(Key);
        MqttPublisher.PublishRetained(("127.0.0.1", broker.Port), null, null, $"esp32aed/{Name}/update/model", update, TimeSpan.FromSeconds(20));
        Live(10);
        broker.WaitForMessages(4);
        Assert.Contains(broker.Messages, m => m.Contains("\"update\":\"model 7 accepted\"", StringComparison.Ordinal));
        Assert.Contains(broker.Messages, m => m.Contains("\"update\":\"model 7 confirmed\"", StringComparison.Ordinal));
        var checksum = Care.CareBench.ChecksumOf(3).ToString("x8", CultureInfo.InvariantCulture);
        Assert.Contains(broker.Messages, m => m.Contains($"\"model_checksum\":\"{checksum}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_model_leads_to_safe_mode_which_says_why_and_back_when_it_is_mended()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        Configure(Http(receiver.Url, 0));
        Live(4);
        var before = receiver.Records.Count;
        File.WriteAllBytes(Path.Combine(bench.Drive, "model.aed"), TestModel.Bytes[..^1]);
        var wakes = Live(16);
        Assert.Contains(wakes, w => w.Log.Any(line => line.StartsWith("safe mode", StringComparison.Ordinal)));
        var health = receiver.Records.Skip(before).Where(r => r.Counts.Count == 0).ToList();
        Assert.NotEmpty(health);
        Assert.Contains(receiver.Records, r => r.Crash?.Contains("ModelFormatException", StringComparison.Ordinal) == true);

        File.WriteAllBytes(Path.Combine(bench.Drive, "model.aed"), TestModel.Bytes);
        var counted = heard;
        Live(80);
        Assert.True(heard > counted);
        Assert.Equal(heard, receiver.Records.Sum(r => r.Counts.Values.Sum()) + CountWaiting());
    }

    [Fact]
    public void The_outbox_is_listed_after_the_settings_were_opened()
    {
        Configure(Http(new Uri("http://127.0.0.1:9/counts"), 1800));
        var drives = new List<BoardDrive>();
        Live(20, board => drives.Add(board.Drive));
        Assert.Equal(20, drives.Count);
        Assert.All(drives.Skip(1), drive => Assert.Equal("I:\\wake", Assert.Single(drive.ListedFirst)));
    }

    [Fact]
    public void Wrong_settings_are_told_once_an_hour_and_the_battery_is_spared()
    {
        File.WriteAllText(Path.Combine(bench.Drive, "nf.config"), "[device]\n");
        var wake = life.Start(Esp32Aed.Sensor.Program.Main);
        Assert.Contains("nf.config line 1: [device] has no name; add name = yard-1", wake.Log);
        Assert.Equal(TimeSpan.FromHours(1), wake.Sleep);
    }

    private int Hear(long frame)
    {
        var events = frame % 200 == 100 ? 1 : 0;
        heard += events;
        return events;
    }

    private static IEnumerable<double> Distances(IReadOnlyList<PostedRecord> records) =>
        records.Zip(records.Skip(1)).Select(p => (p.Second.Start!.Value - p.First.Start!.Value).TotalSeconds);

    private static string Http(Uri url, int post) => $"[report]\nkind = http\nevery = 60\npost = {post}\n[http]\nurl = {url}\n";

    private void Configure(string report) => File.WriteAllText(
        Path.Combine(bench.Drive, "nf.config"),
        $"[device]\nname = {Name}\n[microphone]\nbck = 26\nws = 25\ndata = 33\n[model]\nfile = model.aed\n[power]\nmode = cycle\nlisten = 20\nevery = 600\n[care]\naccept = yes\n{report}",
        Encoding.ASCII);

    private List<BoardWake> Live(int starts, Action<Board>? switchedOn = null) =>
        [.. Enumerable.Range(0, starts).Select(_ => life.Start(Esp32Aed.Sensor.Program.Main, switchedOn: switchedOn))];

    private int CountWaiting() => bench.Run(() =>
    {
        var outbox = new Outbox("I:\\outbox", 16384);
        var events = 0L;
        while (outbox.Count > 0)
        {
            events += outbox.Peek(0).EventCount;
            outbox.Remove(1);
        }

        return (int)events;
    });

    /// <summary>The power fails when the radio sends.</summary>
    private sealed class Draining : INetworkFaults
    {
        public Board? Board { get; set; }

        public NetworkFate OnConnect(string host, int port) => Cut();

        public NetworkFate OnPost(string address) => Cut();

        private NetworkFate Cut()
        {
            Board!.CutPower();
            return new NetworkFate(NetworkFault.Dropped);
        }
    }

    /// <summary>Every request is taken, and never answered.</summary>
    private sealed class Hanging : INetworkFaults
    {
        public NetworkFate OnConnect(string host, int port) => new(NetworkFault.TimedOut, 60);

        public NetworkFate OnPost(string address) => new(NetworkFault.TimedOut, 60);
    }
}
