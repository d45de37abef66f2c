using System.Text;
using Esp32Aed.Sensor;
using Esp32Aed.Servers;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class InfluxReporterTests
{
    [Fact]
    public async Task The_database_has_what_was_sent()
    {
        RequireInfluxDb();
        using var server = await new InfluxServer().StartAsync();
        using var bench = new ReporterBench();
        var undated = ReporterBench.Record(1, 3);
        undated.StartTicks = 0;
        Assert.Null(bench.Session(() => Reporter(server.Url + "/write?db=sounds"), ReporterBench.Record(0, 2), undated));

        // A record that is sent again takes its own place.
        Assert.Null(bench.Session(() => Reporter(server.Url + "/write?db=sounds"), ReporterBench.Record(0, 2)));

        var rows = await server.QueryAsync("SELECT * FROM sounds ORDER BY time");
        Assert.Equal(2, rows.Count);
        Assert.Equal(1_782_907_200_000_000_000, rows[0]["time"].GetInt64());
        Assert.Equal("yard-1", rows[0]["device"].GetString());
        Assert.Equal(3, rows[0]["boot"].GetInt32());
        Assert.Equal(0, rows[0]["sequence"].GetInt32());
        Assert.Equal(2, rows[0]["count_cough"].GetInt32());
        Assert.Equal(60.032, rows[0]["length_s"].GetDouble());
        Assert.Equal(58.016, rows[0]["listened_s"].GetDouble());
        Assert.Equal(1.984, rows[0]["lost_s"].GetDouble());
        Assert.Equal(0.613, rows[0]["load"].GetDouble());
        Assert.Equal(3.912, rows[0]["battery_v"].GetDouble());
        Assert.Equal(-67, rows[0]["rssi_dbm"].GetInt32());
        Assert.Equal("wake", rows[0]["reset"].GetString());
        Assert.Equal(3.27, rows[0]["mean_score"].GetDouble());
        Assert.Equal("1a2b3c4d", rows[0]["model_checksum"].GetString());
        Assert.Equal(3, rows[1]["count_cough"].GetInt32());
        Assert.InRange(rows[1]["time"].GetInt64() / 1e9, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600);
    }

    [Fact]
    public async Task Odd_names_of_classes_reach_the_database()
    {
        RequireInfluxDb();
        using var server = await new InfluxServer().StartAsync();
        using var bench = new ReporterBench();
        string[] labels = ["dog bark", "a,b", "c=d", "say \"hi\"", "müßig 雨", "#hash"];
        var record = ReporterBench.Record(0, 1);
        record.Labels = labels;
        record.Counts = [.. Enumerable.Range(1, labels.Length)];
        Assert.Null(bench.Session(() => Reporter(server.Url + "/write?db=sounds"), record));
        var row = Assert.Single(await server.QueryAsync("SELECT * FROM sounds"));
        Assert.Equal(Enumerable.Range(1, labels.Length), labels.Select(label => row["count_" + label].GetInt32()));
    }

    [Theory]
    [InlineData("a\nb", "a_b")]
    [InlineData("a\\,b", "a_\\,b")]
    [InlineData("\\", "_")]
    [InlineData("a b,c=d", "a\\ b\\,c\\=d")]
    public void What_the_protocol_has_no_form_for_is_replaced(string label, string expected)
    {
        var line = new StringBuilder();
        InfluxLine.AppendKey(line, label);
        Assert.Equal(expected, line.ToString());
    }

    [Fact]
    public async Task The_token_goes_with_the_line()
    {
        await using var server = await RecordingServer.StartAsync();
        using var bench = new ReporterBench();
        Assert.Null(bench.Session(() => Reporter(server.Url + "/api/v2/write?org=o&bucket=b", "[influx]\ntoken = t0ken\n"), ReporterBench.Record(0, 2)));
        var request = Assert.Single(server.Requests);
        Assert.Equal("POST /api/v2/write?org=o&bucket=b", request.Line);
        Assert.Equal("Token t0ken", request.Authorization);
        Assert.Equal(InfluxLine.Of("sounds", ReporterBench.Record(0, 2)), request.Body);
    }

    [Fact]
    public async Task A_line_that_the_database_refuses_has_not_arrived()
    {
        RequireInfluxDb();
        using var server = await new InfluxServer().StartAsync();
        using var bench = new ReporterBench();
        var failure = bench.Session(() => Reporter(server.Url + "/write?db=nowhere"), ReporterBench.Record(0, 2));
        Assert.Equal($"{server.Url}/write answered with status 404", Assert.IsType<ReportException>(failure).Message);
    }

    private static InfluxReporter Reporter(string url, string secrets = "") =>
        new(ReporterBench.Settings($"[report]\nkind = influx\nevery = 60\n[influx]\nurl = {url}\n", secrets).Influx);

    private static void RequireInfluxDb() => Assert.SkipUnless(InfluxServer.IsInstalled, "not installed: influxd (package influxdb)");
}
