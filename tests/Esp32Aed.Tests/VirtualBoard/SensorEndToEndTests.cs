using System.Text;
using System.Text.Json;
using Esp32Aed.Cli;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Sound;
using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The unmodified sensor on the virtual board, against real receivers: what is posted is what the chain counts.</summary>
public sealed class SensorEndToEndTests
{

    private static readonly short[] Sound = TestModel.Bursts(47.3, seed: 5);
    private static readonly Dictionary<string, int> Counts = TestModel.CountsOf(TestModel.Bytes, Sound);

    [Fact]
    public void The_test_sound_has_events_of_both_classes() => Assert.All(Counts.Values, count => Assert.InRange(count, 15, 30));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    public void Posts_the_chains_counts_to_mosquitto(int every)
    {
        MosquittoBroker.RequireInstalled();
        using var broker = new MosquittoBroker().Start();
        var result = Simulate(Mqtt(broker.Port, every)).Run(CancellationToken.None);

        broker.WaitForMessages(result.Records.Count);
        Assert.All(broker.Messages, m => Assert.StartsWith("esp32aed/bench-1/counts {", m, StringComparison.Ordinal));
        var received = broker.Messages.Select(m => PostedRecord.Parse(m[m.IndexOf('{', StringComparison.Ordinal)..])).ToList();
        Assert.Equal(result.Records.Select(r => r.Identity), received.Select(r => r.Identity));
        AssertComplete(received, every);
    }

    [Fact]
    public async Task Posts_the_chains_counts_by_HTTP()
    {
        await using var receiver = await CountReceiver.StartAsync("t0ken", TestContext.Current.CancellationToken);
        var simulation = Simulate(Http(receiver.Url, 7)) with { Secrets = Encoding.ASCII.GetBytes("[http]\ntoken = t0ken\n") };
        simulation.Run(CancellationToken.None);
        AssertComplete(receiver.Records, 7);
        Assert.Equal(0, receiver.Repeated);
    }

    [Fact]
    public async Task A_receiver_takes_the_records_of_an_erased_board_for_new_ones()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        var first = Simulate(Http(receiver.Url, 60));
        first.Run(CancellationToken.None);
        var once = receiver.Records.Count;
        (first with { Deployed = first.Deployed.AddMinutes(1) }).Run(CancellationToken.None);
        Assert.Equal((2 * once, 0), (receiver.Records.Count, receiver.Repeated));
    }

    [Fact]
    public async Task The_live_channel_is_found_in_either_slot()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        using var bench = new Bench();
        File.WriteAllBytes(Path.Combine(bench.Drive, "nf.config"), Http(receiver.Url, 60));
        File.WriteAllBytes(Path.Combine(bench.Drive, "model.aed"), TestModel.Bytes);
        var run = new BoardRun(bench.Options(Sound) with { MicrophoneSlot = 1 }) { ListenSeconds = 50, IntervalSeconds = 60 };
        var result = run.Play(Esp32Aed.Sensor.Program.Main, CancellationToken.None);
        Assert.Contains("microphone: listening to the second channel", result.Log);
        AssertComplete(receiver.Records, 60);
    }

    [Fact]
    public async Task A_run_depends_on_nothing_but_its_sound()
    {
        var runs = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
            Simulate(Http(receiver.Url, 1)).Run(CancellationToken.None);
            runs.Add(JsonSerializer.Serialize(receiver.Records.Select(r => new { r.Sequence, r.LengthSeconds, r.ListenedSeconds, r.Counts })));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    [Fact]
    public void Nothing_is_lost_while_the_broker_is_down()
    {
        MosquittoBroker.RequireInstalled();
        using var broker = new MosquittoBroker().Start();
        using var door = new TcpDoor(broker.Port);
        var result = (Simulate(Mqtt(door.Port, 1)) with { Progress = new Later(0.5, door.Open) }).Run(CancellationToken.None);

        Assert.Contains(result.Log, line => line.Contains("records wait", StringComparison.Ordinal));
        broker.WaitForMessages(result.Records.Count);
        var received = broker.Messages.Select(m => PostedRecord.Parse(m[m.IndexOf('{', StringComparison.Ordinal)..])).DistinctBy(r => r.Identity).ToList();
        AssertGapless(received);
        Assert.Equal(Counts, Sum(received));
    }

    [Fact]
    public async Task Nothing_is_lost_while_the_network_is_down()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        Board? board = null;
        (Simulate(Http(receiver.Url, 1)) with
        {
            SwitchedOn = b =>
            {
                board = b;
                b.IsNetworkUp = false;
            },
            Progress = new Later(1, () => board!.IsNetworkUp = true),
        }).Run(CancellationToken.None);

        AssertGapless(receiver.Records);
        Assert.Equal(Counts, Sum(receiver.Records));
        Assert.All(receiver.Records, r => Assert.Equal(1.024 * r.Records, r.ListenedSeconds, 1e-9));
    }

    [Fact]
    public void A_password_is_sent_and_a_wrong_one_is_a_network_fault()
    {
        MosquittoBroker.RequireInstalled();
        using var broker = new MosquittoBroker().Start("sensor", "pst");
        var config = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Mqtt(broker.Port, 60)) + "user = sensor\n");
        var right = Simulate(config) with { Secrets = Encoding.ASCII.GetBytes("[mqtt]\npassword = pst\n") };
        Assert.Equal(Counts, right.Run(CancellationToken.None).Counts);

        var wrong = right with { Secrets = Encoding.ASCII.GetBytes("[mqtt]\npassword = tsp\n"), Patience = TimeSpan.FromSeconds(1) };
        var fault = Assert.Throws<UserFaultException>(() => wrong.Run(CancellationToken.None));
        Assert.Equal(FaultKind.Network, fault.Kind);
        Assert.True(fault.Message.Contains("refused the connection", StringComparison.Ordinal), fault.Message);
    }

    [Fact]
    public async Task A_server_that_answers_with_an_error_confirms_nothing()
    {
        await using var receiver = await CountReceiver.StartAsync("t0ken", TestContext.Current.CancellationToken);
        var fault = Assert.Throws<UserFaultException>(() => (Simulate(Http(receiver.Url, 10)) with { Patience = TimeSpan.FromSeconds(10) }).Run(CancellationToken.None));
        Assert.Equal(FaultKind.Network, fault.Kind);
        Assert.Contains("401", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_file_gets_one_line()
    {
        using var bench = new Bench();
        File.WriteAllBytes(Path.Combine(bench.Drive, "nf.config"), Http(new Uri("http://127.0.0.1:9/counts"), 1));
        Assert.Contains("crash: starting: ModelFormatException: model file: there is no I:\\model.aed; put it there with aed deploy", LogUntilHalted(bench));
        File.WriteAllBytes(Path.Combine(bench.Drive, "model.aed"), TestModel.Bytes[..^1]);
        Assert.StartsWith("crash: starting: ModelFormatException: model file: ", LogUntilHalted(bench)[^1], StringComparison.Ordinal);
        File.Delete(Path.Combine(bench.Drive, "nf.config"));
        Assert.Equal("nf.config is not on drive I:; put it there with aed deploy", Assert.Single(LogUntilHalted(bench)));
    }

    [Fact]
    public async Task Real_time_posts_the_same_counts_unless_sound_was_lost_and_then_the_record_says_so()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        var sound = Sound[..16500];
        (Simulate(Http(receiver.Url, 1)) with { Samples = sound, RealTime = true }).Run(CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, receiver.Records.Count), receiver.Records.Select(r => r.Sequence));

        // On a busy computer the board's buffers may run over as on a board; more than a hop missing is more than the clock's unrest.
        var lost = receiver.Records.Sum(r => r.LengthSeconds - r.ListenedSeconds) > 0.032;
        Assert.True(lost || TestModel.CountsOf(TestModel.Bytes, sound).SequenceEqual(Sum(receiver.Records)));
    }

    [Fact]
    public async Task Counts_clips_where_it_is_told_to()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        var config = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Http(receiver.Url, 7)).Replace("file = model.aed\n", "file = model.aed\ncount = clips\nclip = 1\n", StringComparison.Ordinal));
        var result = (Simulate(config) with { ModelFile = TestModel.Judged }).Run(CancellationToken.None);
        Assert.Contains("model: counts clips of 1 s", result.Log);

        // Silence fills up the last record, and is heard.
        var model = Model.Parse(TestModel.Judged);
        var clipSamples = model.FramesOfClip(1) * TestModel.HopLength;
        var clips = (int)Math.Round(receiver.Records.Sum(r => r.ListenedSeconds) * TestModel.SampleRate / clipSamples);
        var heard = new short[clips * clipSamples];
        Sound.CopyTo(heard, 0);
        var expected = Recordings.JudgeClips(model, heard, model.FramesOfClip(1)).GroupBy(clip => clip.Label).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(2, expected.Count);
        Assert.Equal(expected, Sum(receiver.Records));
    }

    [Fact]
    public void A_model_that_tells_no_clips_apart_stops_the_sensor_that_is_to_count_them()
    {
        using var bench = new Bench();
        File.WriteAllText(Path.Combine(bench.Drive, "nf.config"), Encoding.ASCII.GetString(Http(new Uri("http://127.0.0.1:9/counts"), 10)).Replace("file = model.aed\n", "file = model.aed\ncount = clips\n", StringComparison.Ordinal));
        File.WriteAllBytes(Path.Combine(bench.Drive, "model.aed"), TestModel.Bytes);
        Assert.StartsWith("crash: starting: ModelFormatException: it tells no clips apart; count events, or train", LogUntilHalted(bench)[^1], StringComparison.Ordinal);
    }

    private static string[] LogUntilHalted(Bench bench)
    {
        using var board = new Board(bench.Options());
        board.Start(Esp32Aed.Sensor.Program.Main);
        Assert.True(board.Halted.WaitOne(TimeSpan.FromSeconds(60)));
        return [.. board.Log];
    }

    private static SensorSimulation Simulate(byte[] config) => new() { Config = config, ModelFile = TestModel.Bytes, Samples = Sound };

    private static byte[] Mqtt(int port, int every) => Config($"kind = mqtt\nevery = {every}\n[mqtt]\nhost = 127.0.0.1\nport = {port}\n");

    private static byte[] Http(Uri url, int every) => Config($"kind = http\nevery = {every}\n[http]\nurl = {url}\n");

    private static byte[] Config(string report) => Encoding.ASCII.GetBytes(
        "[device]\nname = bench-1\n[microphone]\nbck = 26\nws = 25\ndata = 33\n\n[model]\nfile = model.aed\n[report]\n" + report);

    private static Dictionary<string, int> Sum(IEnumerable<PostedRecord> records) =>
        records.SelectMany(r => r.Counts).GroupBy(c => c.Key).ToDictionary(g => g.Key, g => g.Sum(c => c.Value));

    // The outbox has room for all of them: none is merged.
    private static void AssertGapless(IReadOnlyList<PostedRecord> records)
    {
        Assert.Equal(Enumerable.Range(0, records.Count), records.Select(r => r.Sequence));
        Assert.All(records, r => Assert.Equal(1, r.Records));
    }

    private static void AssertComplete(IReadOnlyList<PostedRecord> records, int every)
    {
        var hop = (double)TestModel.HopLength / TestModel.SampleRate;
        Assert.Equal(Enumerable.Range(0, records.Count), records.Select(r => r.Sequence));
        Assert.Equal(Counts, Sum(records));
        Assert.True(records.Sum(r => r.ListenedSeconds) >= Sound.Length / (double)TestModel.SampleRate);
        foreach (var record in records)
        {
            Assert.Equal("bench-1", record.Device);
            Assert.Equal(records[0].Boot, record.Boot);
            Assert.Equal(Model.Parse(TestModel.Bytes).Checksum.ToString("x8"), record.ModelChecksum);
            Assert.InRange(record.ListenedSeconds, every, every + hop);
            Assert.Equal(record.ListenedSeconds, record.LengthSeconds, 1e-9);
            Assert.NotNull(record.Start);
        }

        // Each interval starts where the one before it ended; starts are told in whole seconds.
        foreach (var (record, next) in records.Zip(records.Skip(1)))
        {
            Assert.InRange((next.Start!.Value - record.Start!.Value).TotalSeconds - record.LengthSeconds, -1, 1);
        }
    }

    /// <summary>Does something once, when the board has heard a fraction of the sound.</summary>
    private sealed class Later(double fraction, Action action) : IProgress<double>
    {
        private bool done;

        public void Report(double value)
        {
            if (!done && value >= fraction)
            {
                done = true;
                action();
            }
        }
    }
}
