using System.Text.Json;
using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>What Home Assistant would find at the broker.</summary>
public sealed class HomeAssistantTests
{
    private const string Cycle = "[power]\nmode = cycle\nlisten = 60\nevery = 600\n[battery]\npin = 34\n";

    public HomeAssistantTests() => MosquittoBroker.RequireInstalled();

    [Fact]
    public void Every_entity_reads_its_value_from_the_retained_state()
    {
        using var broker = new MosquittoBroker().Start();
        using var bench = new ReporterBench();
        var totals = new Totals();
        Assert.Null(bench.Session(() => Reporter(broker.Port, totals, ["cough", "Dog bark"]), Record(0, 2, 5), Record(1, 4, 0)));

        var retained = Retained(broker, 9);
        var state = JsonDocument.Parse(retained["esp32aed/yard-1/state"]).RootElement;
        var configs = retained.Where(m => m.Key.StartsWith("homeassistant/", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["battery_v", "count_cough", "count_dog_bark", "load", "rate_cough", "rate_dog_bark", "reset", "rssi_dbm"],
            configs.Select(c => c.Key.Split('/')[3]).Order(StringComparer.Ordinal));
        foreach (var (topic, text) in configs)
        {
            var config = JsonDocument.Parse(text).RootElement;
            var entity = topic.Split('/')[3];
            Assert.Equal($"homeassistant/sensor/yard-1/{entity}/config", topic);
            Assert.Equal($"esp32aed_yard-1_{entity}", config.GetProperty("unique_id").GetString());
            Assert.Equal("esp32aed/yard-1/state", config.GetProperty("state_topic").GetString());
            Assert.Equal($"{{{{ value_json.{entity} }}}}", config.GetProperty("value_template").GetString());
            Assert.True(state.TryGetProperty(entity, out _), entity);
            Assert.Equal((3 * 900) + 120, config.GetProperty("expire_after").GetInt32());
            Assert.Equal("esp32aed_yard-1", config.GetProperty("device").GetProperty("identifiers")[0].GetString());
            Assert.Equal("1a2b3c4d", config.GetProperty("device").GetProperty("model_id").GetString());

            // A sensor that sleeps is not unavailable.
            Assert.False(config.TryGetProperty("availability_topic", out _) || config.TryGetProperty("availability", out _));
        }

        var count = JsonDocument.Parse(retained["homeassistant/sensor/yard-1/count_dog_bark/config"]).RootElement;
        Assert.Equal("total_increasing", count.GetProperty("state_class").GetString());
        Assert.Equal("Dog bark", count.GetProperty("name").GetString());
        Assert.Equal(6, state.GetProperty("count_cough").GetInt64());
        Assert.Equal(5, state.GetProperty("count_dog_bark").GetInt64());
        Assert.Equal(Math.Round(6 * 60 / 116.032, 3), state.GetProperty("rate_cough").GetDouble());
        Assert.Equal(3.912, state.GetProperty("battery_v").GetDouble());
        Assert.Equal(-67, state.GetProperty("rssi_dbm").GetInt32());
        Assert.Equal(0.613, state.GetProperty("load").GetDouble());
        Assert.DoesNotContain(retained.Keys, topic => topic.EndsWith("/counts", StringComparison.Ordinal));
    }

    [Fact]
    public void Descriptions_go_once_over_many_restarts_and_again_when_they_change_or_the_power_was_off()
    {
        using var broker = new MosquittoBroker().Start();
        using var bench = new ReporterBench();
        var totals = new Totals();
        int Wake(int sequence, bool anew = false, params string[] labels)
        {
            var before = broker.Messages.Count(IsDescription);
            Assert.Null(bench.Session(
                () =>
                {
                    var reporter = Reporter(broker.Port, totals, labels, labels.Length == 1 ? 0x1A2B3C4Du : 7);
                    reporter.DescribesAnew = anew;
                    return reporter;
                },
                Record(sequence, [.. labels.Select(_ => 1)], labels)));
            broker.Publish("end", $"{sequence}");
            broker.WaitForMessage($"end {sequence}");
            return broker.Messages.Count(IsDescription) - before;
        }

        Assert.Equal(6, Wake(0, labels: "cough"));
        Assert.Equal(0, Wake(1, labels: "cough"));
        Assert.Equal(0, Wake(2, labels: "cough"));
        Assert.Equal(6, Wake(3, true, "cough"));

        // Of another model: its eight entities, and the two of the old class taken back.
        Assert.Equal(10, Wake(4, false, "sneeze", "laugh"));
        Assert.Equal(0, Wake(5, false, "sneeze", "laugh"));
        Assert.Equal(
            ["battery_v", "count_laugh", "count_sneeze", "load", "rate_laugh", "rate_sneeze", "reset", "rssi_dbm"],
            Retained(broker, 9).Keys.Where(t => t.StartsWith("homeassistant/", StringComparison.Ordinal)).Select(t => t.Split('/')[3]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Descriptions_that_the_broker_did_not_confirm_are_sent_again()
    {
        using var broker = new MosquittoBroker().Start();
        using var bench = new ReporterBench { Faults = new Unlucky() };
        var totals = new Totals();
        Assert.Null(bench.Session(() => Reporter(broker.Port, totals, ["cough"]), Record(0, 1)));
        Assert.StartsWith("report: Home Assistant is not told: ", Assert.Single(bench.Log), StringComparison.Ordinal);
        Assert.Null(bench.Session(() => Reporter(broker.Port, totals, ["cough"]), Record(1, 1)));
        Assert.Empty(bench.Log);
        Assert.Equal(7, Retained(broker, 7).Count);
    }

    [Theory]
    [InlineData("[power]\nmode = cycle\nlisten = 60\nevery = 600\n", 0, (3 * 600) + 120)]
    [InlineData("[power]\nmode = cycle\nlisten = 60\nevery = 600\n", 3600, (3 * 3600) + 120)]
    [InlineData("[power]\nmode = cycle\nlisten = 60\nevery = 600\nquiet = 22:00-06:00\n", 0, (3 * 600) + 120 + (8 * 3600))]
    [InlineData("", 0, (3 * 60) + 120)]
    public void A_value_expires_after_three_posts_that_did_not_come(string power, int post, int seconds) =>
        Assert.Equal(seconds, new HomeAssistant(Settings(1, power, post), ["cough"], 1).ExpireSeconds);

    [Fact]
    public void Classes_with_names_alike_stay_apart()
    {
        var names = new HomeAssistant(Settings(1, string.Empty, 0), ["a b", "A-b", "a_b_1", "雨", "é"], 1);
        var counts = Enumerable.Range(0, names.Count).Select(names.ObjectOf).Where(o => o.StartsWith("count_", StringComparison.Ordinal)).ToList();
        Assert.Equal(5, counts.Distinct(StringComparer.Ordinal).Count());
        Assert.All(counts, c => Assert.Matches("^[a-z0-9_]+$", c));
    }

    private static bool IsDescription(string message) => message.StartsWith("homeassistant/", StringComparison.Ordinal);

    private static Dictionary<string, string> Retained(MosquittoBroker broker, int count) =>
        broker.Retained(count + 1).Select(m => m.Split(' ', 2)).Where(m => m[0] != "ready").ToDictionary(m => m[0], m => m[1], StringComparer.Ordinal);

    private static CountRecord Record(int sequence, params int[] counts) => Record(sequence, counts, counts.Length == 1 ? ["cough"] : ["cough", "Dog bark"]);

    private static CountRecord Record(int sequence, int[] counts, string[] labels)
    {
        var record = ReporterBench.Record(sequence, 0);
        record.Labels = labels;
        record.Counts = counts;
        record.ModelChecksum = labels.Contains("cough") ? 0x1A2B3C4Du : 7;
        return record;
    }

    private static MqttReporter Reporter(int port, Totals totals, string[] labels, uint checksum = 0x1A2B3C4D)
    {
        var settings = Settings(port, Cycle, 900);
        var report = new HomeAssistantReport(new HomeAssistant(settings, labels, checksum), totals, new StateFile("I:\\homeassistant"));
        totals.Expected = labels;
        return new MqttReporter(settings, report, null);
    }

    private static SensorSettings Settings(int port, string power, int post) =>
        ReporterBench.Settings($"{power}[report]\nkind = mqtt\nevery = 60\npost = {post}\n[mqtt]\nhost = 127.0.0.1\nport = {port}\ndiscovery = homeassistant\n");

    /// <summary>Counts that have arrived: fixed ones, for the test of the real ones is the outbox's.</summary>
    private sealed class Totals : IDeliveredTotals
    {
        public string[] Expected { get; set; } = [];

        public long DeliveredOf(string label)
        {
            Assert.Contains(label, Expected);
            return label == "cough" ? 6 : 5;
        }
    }

    /// <summary>The fourth message is lost, once.</summary>
    private sealed class Unlucky : VirtualBoard.INetworkFaults
    {
        private int posts;

        public VirtualBoard.NetworkFate OnConnect(string host, int port) => default;

        public VirtualBoard.NetworkFate OnPost(string address) => new(++posts == 4 ? VirtualBoard.NetworkFault.Dropped : VirtualBoard.NetworkFault.None);
    }
}
