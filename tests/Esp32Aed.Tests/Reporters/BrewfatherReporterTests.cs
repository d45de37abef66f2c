using System.Globalization;
using System.Text.Json;
using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class BrewfatherReporterTests
{
    private const double ListenedMinutes = 58.016 / 60;

    private static readonly DateTime Start = new(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task A_value_is_the_rate_of_the_first_class()
    {
        await using var server = await RecordingServer.StartAsync();
        using var bench = new ReporterBench();
        Assert.Null(Session(bench, server, 0, ReporterBench.Record(0, 2)));
        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /stream?id=str%2Feam", request.Line);
        Assert.Equal("{\"name\":\"yard-1\",\"bpm\":2.068,\"battery\":3.912}", request.Body);
        Assert.Equal(string.Empty, request.Authorization);
    }

    [Fact]
    public async Task Whatever_happens_there_are_15_minutes_between_posts_and_each_record_is_in_one_average()
    {
        // Wakes every few minutes, each of which is a restart; some find the server dead, some come with records sent before.
        await using var server = await RecordingServer.StartAsync();
        using var bench = new ReporterBench();
        var random = new Random(7);
        var outbox = new List<CountRecord>();
        var known = new HashSet<int>();
        var waiting = new List<int>();
        var covered = 0;
        var tries = new List<double>();
        var minute = 0.0;
        void Gather(CountRecord record)
        {
            if (known.Add(record.Sequence))
            {
                waiting.Add(record.Counts[0]);
            }
        }

        for (var wake = 0; wake < 300; wake++)
        {
            minute += random.NextDouble() * 8;
            outbox.Add(ReporterBench.Record(wake, random.Next(100), boot: wake + 1));
            server.Status = random.Next(4) == 0 ? 503 : 200;
            var before = server.Requests.Count;
            var failure = Session(bench, server, minute, [.. outbox]);
            var hasPosted = server.Requests.Count > before;
            Assert.Equal(hasPosted && server.Status != 200, failure is not null);

            // The first record makes the value due; those behind it are gathered for the next.
            Gather(outbox[0]);
            if (hasPosted)
            {
                tries.Add(minute);
                Assert.Equal(before + 1, server.Requests.Count);
                Assert.Contains($"\"bpm\":{Number(waiting.Sum(), waiting.Count)},", server.Requests[^1].Body, StringComparison.Ordinal);
            }

            if (failure is null)
            {
                covered += hasPosted ? waiting.Count : 0;
                waiting.RemoveRange(0, hasPosted ? waiting.Count : 0);
                outbox.ForEach(Gather);
                if (outbox.Count > 6 || random.Next(3) > 0)
                {
                    outbox.Clear();
                }
            }
        }

        Assert.True(tries.Count > 40, $"{tries.Count} tries");
        Assert.All(tries.Zip(tries.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 15 - 1e-6, double.MaxValue));
        Assert.Equal(300, covered + waiting.Count + outbox.Count(r => !known.Contains(r.Sequence)));
    }

    [Fact]
    public async Task The_average_covers_all_that_no_value_has_covered()
    {
        await using var server = await RecordingServer.StartAsync();
        using var bench = new ReporterBench();
        Assert.Null(Session(bench, server, 0, ReporterBench.Record(0, 10)));
        Assert.Null(Session(bench, server, 5, ReporterBench.Record(1, 20), ReporterBench.Record(2, 30)));
        server.Status = 500;
        Assert.Equal($"{server.Url}/stream answered with status 500", Session(bench, server, 15, ReporterBench.Record(3, 40))?.Message);

        // Sent again, for it did not arrive: it is not counted twice, and the next try waits its time.
        server.Status = 200;
        Assert.Null(Session(bench, server, 29, ReporterBench.Record(3, 40)));
        Assert.Equal(2, server.Requests.Count);
        Assert.Null(Session(bench, server, 30, ReporterBench.Record(4, 50), ReporterBench.Record(5, 1000)));
        Assert.Null(Session(bench, server, 45, ReporterBench.Record(6, 0)));
        Assert.Equal(
            [Expected(10, 1), Expected(20 + 30 + 40, 3), Expected(20 + 30 + 40 + 50, 4), Expected(1000, 2)],
            server.Requests.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("bpm").GetDouble().ToString("F3", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Without_the_time_records_are_gathered_and_go_later()
    {
        await using var server = await RecordingServer.StartAsync();
        using var bench = new ReporterBench { HasTime = false };
        Assert.Null(Session(bench, server, 0, ReporterBench.Record(0, 10)));
        Assert.Empty(server.Requests);
        bench.HasTime = true;
        Assert.Null(Session(bench, server, 1, ReporterBench.Record(1, 30)));
        Assert.Contains("\"bpm\":" + Expected(40, 2), Assert.Single(server.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_goes_back_costs_15_minutes_at_most()
    {
        await using var server = await RecordingServer.StartAsync();
        using var bench = new ReporterBench();
        Assert.Null(Session(bench, server, 100_000, ReporterBench.Record(0, 10)));
        Assert.Null(Session(bench, server, 0, ReporterBench.Record(1, 20)));
        Assert.Single(server.Requests);
        Assert.Null(Session(bench, server, 15, ReporterBench.Record(2, 30)));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_stream_without_an_id_says_so()
    {
        await using var server = await RecordingServer.StartAsync();
        using var bench = new ReporterBench();
        var failure = bench.Session(() => new BrewfatherReporter(Settings(server, string.Empty), new StateFile("I:\\brewfather")), ReporterBench.Record(0, 1));
        Assert.Equal("the stream has no id; put id into [brewfather] of nf.secrets", failure?.Message);
    }

    private static string Expected(int count, int records) => (Math.Round(count * 1000 / (records * ListenedMinutes)) / 1000).ToString("F3", CultureInfo.InvariantCulture);

    // As JSON has it, without zeros at the end.
    private static string Number(int count, int records) => (Math.Round(count * 1000 / (records * ListenedMinutes)) / 1000).ToString("0.###", CultureInfo.InvariantCulture);

    private static Exception? Session(ReporterBench bench, RecordingServer server, double minute, params CountRecord[] records)
    {
        bench.Now = Start.AddMinutes(minute);
        return bench.Session(() => Reporter(server), records);
    }

    private static BrewfatherReporter Reporter(RecordingServer server) =>
        new(Settings(server, "[brewfather]\nid = str/eam\n"), new StateFile("I:\\brewfather"));

    private static BrewfatherSettings Settings(RecordingServer server, string secrets) =>
        ReporterBench.Settings($"[report]\nkind = brewfather\nevery = 60\n[brewfather]\nurl = {server.Url}/stream\n", secrets).Brewfather;
}
