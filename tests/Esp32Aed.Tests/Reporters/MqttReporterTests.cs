using System.Text;
using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class MqttReporterTests
{
    public MqttReporterTests() => MosquittoBroker.RequireInstalled();

    [Theory]
    [InlineData("3.1.1")]
    [InlineData("5")]
    public void Records_arrive_in_order_in_both_versions(string version)
    {
        using var broker = new MosquittoBroker().Start();
        using var bench = new ReporterBench();
        Assert.Null(bench.Session(() => Reporter(broker.Port, $"version = {version}\n"), [.. Enumerable.Range(0, 5).Select(i => ReporterBench.Record(i, i))]));
        broker.WaitForMessages(5);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => "esp32aed/yard-1/counts " + ReporterBench.Record(i, i).ToJson()), broker.Messages);
        Assert.Equal(0, bench.SessionMicroseconds);
    }

    [Theory]
    [InlineData("3.1.1")]
    [InlineData("5")]
    public void A_password_counts_in_both_versions(string version)
    {
        using var broker = new MosquittoBroker().Start("sensor", "pst");
        using var bench = new ReporterBench();
        IReporter With(string password) => Reporter(broker.Port, $"version = {version}\nuser = sensor\n", $"[mqtt]\npassword = {password}\n");
        Assert.Null(bench.Session(() => With("pst"), ReporterBench.Record(0, 1)));
        var refused = Assert.IsType<ReportException>(bench.Session(() => With("tsp"), ReporterBench.Record(1, 1)));
        Assert.StartsWith($"the broker 127.0.0.1:{broker.Port} refused the connection, code ", refused.Message, StringComparison.Ordinal);
        broker.WaitForMessages(1);
        Assert.Single(broker.Messages);
    }

    [Fact]
    public void One_reporter_lives_through_many_sessions()
    {
        using var broker = new MosquittoBroker().Start();
        using var bench = new ReporterBench();
        var failures = bench.Run(() => Reporter(broker.Port), reporter => Enumerable.Range(0, 10).Select(i => ReporterBench.Session(reporter, ReporterBench.Record(i, 1))).ToList());
        Assert.All(failures, Assert.Null);
        broker.WaitForMessages(10);
    }

    [Fact]
    public void A_retained_message_of_a_subscription_is_there_when_the_first_record_is_acknowledged()
    {
        using var broker = new MosquittoBroker().Start();
        using var bench = new ReporterBench();
        broker.Publish("esp32aed/yard-1/care/model", "hello", retain: true);
        var received = new List<string>();
        IReporter Make()
        {
            var reporter = new MqttReporter(Settings(broker.Port), null, ["esp32aed/yard-1/care/model", "esp32aed/yard-1/care/settings"]);
            reporter.Connection.Received += (topic, message) => received.Add(topic + " " + Encoding.UTF8.GetString(message));
            return reporter;
        }

        Assert.Null(bench.Session(Make, ReporterBench.Record(0, 1)));
        Assert.Equal(["esp32aed/yard-1/care/model hello"], received);
    }

    [Theory]
    [InlineData(NetworkFault.Refused, 0)]
    [InlineData(NetworkFault.TimedOut, 75)]
    [InlineData(NetworkFault.Dropped, 0)]
    [InlineData(NetworkFault.AnswerLost, 0)]
    [InlineData(NetworkFault.None, 40)]
    public void A_connection_that_does_not_come_about_is_given_up_in_time(NetworkFault fault, double seconds)
    {
        using var broker = new MosquittoBroker().Start();
        using var bench = new ReporterBench { Faults = new Fates { Connect = new NetworkFate(fault, seconds) } };
        var failure = Assert.IsType<ReportException>(bench.Session(() => Reporter(broker.Port), ReporterBench.Record(0, 1)));
        Assert.Contains($"127.0.0.1:{broker.Port}", failure.Message, StringComparison.Ordinal);
        Assert.InRange(bench.SessionMicroseconds, 0, SessionPatience.Milliseconds * 1000);
        Assert.Empty(broker.Messages);
    }

    [Theory]
    [InlineData(NetworkFault.Refused, 0, 0)]
    [InlineData(NetworkFault.TimedOut, 75, 0)]
    [InlineData(NetworkFault.Dropped, 0, 0)]
    [InlineData(NetworkFault.Dropped, 2, 0)]
    [InlineData(NetworkFault.AnswerLost, 0, 1)]
    public void A_message_without_an_answer_has_not_arrived_whatever_became_of_it(NetworkFault fault, double seconds, int arrived)
    {
        using var broker = new MosquittoBroker().Start();
        using var bench = new ReporterBench { Faults = new Fates { Post = new NetworkFate(fault, seconds) } };
        var failure = Assert.IsType<ReportException>(bench.Session(() => Reporter(broker.Port), ReporterBench.Record(0, 1)));
        Assert.Matches("acknowledge|broke", failure.Message);
        Assert.InRange(bench.SessionMicroseconds, 0, SessionPatience.Milliseconds * 1000);

        broker.Publish("end", "x");
        broker.WaitForMessages(arrived + 1);
        Assert.Equal(arrived + 1, broker.Messages.Count);
    }

    [Fact]
    public void A_slow_broker_is_waited_for()
    {
        using var broker = new MosquittoBroker().Start();
        using var bench = new ReporterBench { Faults = new Fates { Connect = new NetworkFate(NetworkFault.None, 3), Post = new NetworkFate(NetworkFault.None, 2) } };
        Assert.Null(bench.Session(() => Reporter(broker.Port), ReporterBench.Record(0, 1), ReporterBench.Record(1, 1)));
        Assert.Equal(7_000_000, bench.SessionMicroseconds);
    }

    [Fact]
    public void A_session_ends_even_if_every_answer_is_slow()
    {
        using var broker = new MosquittoBroker().Start();
        using var bench = new ReporterBench { Faults = new Fates { Post = new NetworkFate(NetworkFault.None, 5) } };
        var failure = bench.Session(() => Reporter(broker.Port), [.. Enumerable.Range(0, 20).Select(i => ReporterBench.Record(i, 1))]);
        Assert.IsType<ReportException>(failure);
        Assert.InRange(bench.SessionMicroseconds, 10_000_000, SessionPatience.Milliseconds * 1000);
    }

    [Fact]
    public void Without_a_network_one_line_says_so()
    {
        using var bench = new ReporterBench();
        var failure = Assert.IsType<ReportException>(bench.Session(() => Reporter(1), ReporterBench.Record(0, 1)));
        Assert.StartsWith("no connection to the broker 127.0.0.1:1: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    private static SensorSettings Settings(int port, string mqtt = "", string secrets = "") =>
        ReporterBench.Settings($"[report]\nkind = mqtt\nevery = 60\n[mqtt]\nhost = 127.0.0.1\nport = {port}\n{mqtt}", secrets);

    private static MqttReporter Reporter(int port, string mqtt = "", string secrets = "") => new(Settings(port, mqtt, secrets), null, null);

    private sealed class Fates : INetworkFaults
    {
        public NetworkFate Connect { get; init; }

        public NetworkFate Post { get; init; }

        public NetworkFate OnConnect(string host, int port) => Connect;

        public NetworkFate OnPost(string address) => Post;
    }
}
