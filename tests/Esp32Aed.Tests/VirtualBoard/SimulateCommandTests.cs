using System.Text.Json;
using Esp32Aed.Cli;
using Esp32Aed.Sound;
using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary><c>aed simulate</c> as a user starts it.</summary>
public sealed class SimulateCommandTests : IDisposable
{
    private const int UsageExitCode = 2;

    private static readonly short[] Bursts = TestModel.Bursts(12, seed: 9);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-simulate-");

    public SimulateCommandTests()
    {
        File.Copy(Path.Combine(RealData.Repository, "nf.config"), PathOf("nf.config"));
        File.WriteAllBytes(PathOf("model.aed"), TestModel.Bytes);
        WavFile.Write(PathOf("bursts.wav"), Bursts, TestModel.SampleRate);
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Posts_the_chains_counts_and_says_them()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        var result = Simulate("--url", receiver.Url.ToString(), "--json");
        var json = result.Succeeded();
        var counts = TestModel.CountsOf(TestModel.Bytes, Bursts);
        Assert.All(counts, c => Assert.Equal(c.Value, json.GetProperty("posted_counts").GetProperty(c.Key).GetInt32()));
        Assert.All(counts, c => Assert.Equal(c.Value, receiver.Records.Sum(r => r.Counts[c.Key])));
        Assert.Equal("sensor-1", json.GetProperty("device").GetString());
        Assert.Equal(receiver.Records.Count, json.GetProperty("records").GetArrayLength());
        Assert.Equal(12, json.GetProperty("sound_s").GetDouble());
        Assert.Equal(60, json.GetProperty("listened_s").GetDouble());
        Assert.True(json.GetProperty("realtime_factor").GetDouble() > 1);
        Assert.Equal((0, 0), (json.GetProperty("load").GetDouble(), json.GetProperty("lost_s").GetDouble()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("ms_per_frame").ValueKind);
        Assert.False(json.GetProperty("in_bursts").GetBoolean());
    }

    [Fact]
    public async Task A_processor_that_keeps_up_shows_its_load()
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        var json = Simulate("--url", receiver.Url.ToString(), "--processor", "1", "--json").Succeeded();
        var counts = TestModel.CountsOf(TestModel.Bytes, Bursts);

        var perFrame = json.GetProperty("ms_per_frame").GetDouble();
        Assert.InRange(perFrame, 5, 15);
        Assert.Equal(perFrame / 32, json.GetProperty("load").GetDouble(), 0.01);
        Assert.Equal(0, json.GetProperty("lost_s").GetDouble());
        Assert.False(json.GetProperty("in_bursts").GetBoolean());
        Assert.All(json.GetProperty("records").EnumerateArray(), record => Assert.Equal(perFrame / 32, record.GetProperty("load").GetDouble(), 0.01));
        Assert.All(counts, c => Assert.Equal(c.Value, json.GetProperty("posted_counts").GetProperty(c.Key).GetInt32()));
    }

    [Fact]
    public async Task A_processor_that_is_too_slow_listens_in_bursts_and_people_see_it()
    {
        WavFile.Write(PathOf("bursts.wav"), TestModel.Bursts(120, seed: 9), TestModel.SampleRate);
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        var run = Simulate("--url", receiver.Url.ToString(), "--processor", "0.2", "--json");
        var json = run.Succeeded();

        var load = json.GetProperty("load").GetDouble();
        Assert.Equal(json.GetProperty("ms_per_frame").GetDouble() / 32, load, 0.05);
        Assert.InRange(load, 1.1, 3);
        Assert.True(json.GetProperty("in_bursts").GetBoolean());
        Assert.Contains("sensor: load: a hop of sound takes longer than itself; listening in bursts", run.Errors, StringComparison.Ordinal);
        Assert.InRange(json.GetProperty("lost_s").GetDouble(), 0.01, 30);
        var length = json.GetProperty("records").EnumerateArray().Sum(record => record.GetProperty("length_s").GetDouble());
        Assert.InRange(length, 120, 400);
        Assert.InRange(json.GetProperty("listened_s").GetDouble(), 1, length / load);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("1000")]
    public void A_processor_that_is_none_is_a_settings_fault(string speed) =>
        Simulate("--url", "http://127.0.0.1:1/counts", "--processor", speed).Refused((int)FaultKind.Settings, "--processor " + speed, "0.01 to 100");

    [Fact]
    public void Posts_to_the_broker_that_is_named()
    {
        MosquittoBroker.RequireInstalled();
        using var broker = new MosquittoBroker().Start();
        var result = Simulate("--broker", $"127.0.0.1:{broker.Port}");
        result.Finished();
        Assert.Contains("record 0: 60.0 s", result.Text, StringComparison.Ordinal);
        broker.WaitForMessages(1);
    }

    [Fact]
    public void A_receiver_that_is_not_there_is_a_network_fault() =>
        Simulate("--url", "http://127.0.0.1:1/counts").Refused((int)FaultKind.Network, "127.0.0.1:1", "--url");

    [Theory]
    [InlineData("--broker", "no where")]
    [InlineData("--broker", "host:port")]
    [InlineData("--url", "ftp://127.0.0.1/counts")]
    public void A_place_that_is_none_is_a_settings_fault(string option, string place) =>
        Simulate(option, place).Refused((int)FaultKind.Settings, place);

    [Fact]
    public async Task A_sensor_that_sleeps_is_simulated_as_one_that_listens_all_the_time()
    {
        var config = File.ReadAllText(PathOf("nf.config"));
        Assert.Contains("mode = always", config, StringComparison.Ordinal);
        File.WriteAllText(PathOf("nf.config"), config.Replace("mode = always", "mode = cycle", StringComparison.Ordinal));
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        Simulate("--url", receiver.Url.ToString()).Finished();
        Assert.Single(receiver.Records);
    }

    [Fact]
    public void A_receiver_that_takes_no_records_needs_another_for_the_simulation()
    {
        var config = File.ReadAllText(PathOf("nf.config")).Replace("kind = mqtt", "kind = brewfather", StringComparison.Ordinal).Replace("kind = http", "kind = brewfather", StringComparison.Ordinal);
        File.WriteAllText(PathOf("nf.config"), config);
        Simulate().Refused((int)FaultKind.Settings, "by MQTT or HTTP", "--url");
    }

    [Fact]
    public void A_mistake_in_the_settings_is_told_with_its_line()
    {
        File.AppendAllText(PathOf("nf.config"), "colour = red\n");
        Simulate().Refused((int)FaultKind.Settings, $"nf.config line {File.ReadAllLines(PathOf("nf.config")).Length}", "colour");
    }

    [Fact]
    public void Settings_that_are_not_there_are_a_settings_fault()
    {
        File.Delete(PathOf("nf.config"));
        Simulate().Refused((int)FaultKind.Settings, "nf.config");
    }

    [Fact]
    public void Broker_and_url_exclude_each_other() =>
        Assert.Equal(UsageExitCode, Simulate("--broker", "a", "--url", "http://a").ExitCode);

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    private AedResult Simulate(params string[] more) =>
        AedProcess.Run(["simulate", "--config", PathOf("nf.config"), "--sound", PathOf("bursts.wav"), .. more]);
}
