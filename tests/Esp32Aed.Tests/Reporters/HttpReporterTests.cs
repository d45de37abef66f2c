using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class HttpReporterTests
{
    private static readonly TestCertificate Ours = TestCertificate.Authority("our authority");
    private static readonly TestCertificate Others = TestCertificate.Authority("another authority");

    [Fact]
    public async Task Records_are_posted_with_the_token()
    {
        await using var server = await RecordingServer.StartAsync();
        using var bench = new ReporterBench();
        Assert.Null(bench.Session(() => Reporter(server.Url, "[http]\ntoken = t0ken\n"), ReporterBench.Record(0, 2), ReporterBench.Record(1, 3)));
        Assert.Equal(
            [
                new("POST /counts", "Bearer t0ken", "application/json; charset=utf-8", ReporterBench.Record(0, 2).ToJson()),
                new("POST /counts", "Bearer t0ken", "application/json; charset=utf-8", ReporterBench.Record(1, 3).ToJson()),
            ],
            server.Requests);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(202, true)]
    [InlineData(302, false)]
    [InlineData(401, false)]
    [InlineData(500, false)]
    public async Task Only_a_status_of_2xx_confirms(int status, bool confirms)
    {
        await using var elsewhere = await RecordingServer.StartAsync();
        await using var server = await RecordingServer.StartAsync();
        server.Status = status;
        server.Location = elsewhere.Url;
        using var bench = new ReporterBench();
        var failure = bench.Session(() => Reporter(server.Url, "[http]\ntoken = t0ken\n"), ReporterBench.Record(0, 2));
        Assert.Equal(confirms ? null : $"{server.Url}/counts answered with status {status}", failure?.Message);
        Assert.Single(server.Requests);

        // The token goes nowhere but where it was meant for.
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task The_right_server_is_taken_with_TLS()
    {
        await using var server = await RecordingServer.StartAsync(Ours.Sign("127.0.0.1"));
        using var bench = new ReporterBench();
        bench.Put("ca.pem", Ours.Pem);
        Assert.Null(bench.Session(() => Reporter(server.Url), ReporterBench.Record(0, 2)));
        Assert.Single(server.Requests);
    }

    [Fact]
    public Task Another_authority_is_refused() => AssertRefusedAsync(Others.Sign("127.0.0.1"), "that this names the host and has not expired");

    [Fact]
    public Task An_expired_certificate_is_refused() => AssertRefusedAsync(Ours.Sign("127.0.0.1", days: -1), "that this names the host and has not expired");

    [Fact]
    public Task Another_host_name_is_refused() => AssertRefusedAsync(Ours.Sign("counts.example"), "that this names the host and has not expired");

    [Fact]
    public Task Without_the_time_no_certificate_is_valid() =>
        AssertRefusedAsync(Ours.Sign("127.0.0.1"), "TLS needs the time, and the clock is not set", hasTime: false);

    [Fact]
    public Task A_certificate_that_has_expired_by_the_boards_clock_is_refused() =>
        AssertRefusedAsync(Ours.Sign("127.0.0.1"), "that this names the host and has not expired", now: DateTime.UtcNow.AddDays(11));

    [Theory]
    [InlineData(NetworkFault.Refused, 0, 0)]
    [InlineData(NetworkFault.TimedOut, 75, 0)]
    [InlineData(NetworkFault.Dropped, 1, 0)]
    [InlineData(NetworkFault.AnswerLost, 0, 1)]
    [InlineData(NetworkFault.None, 40, 1)]
    public async Task What_has_no_answer_in_time_has_not_arrived(NetworkFault fault, double seconds, int arrived)
    {
        await using var server = await RecordingServer.StartAsync();
        using var bench = new ReporterBench { Faults = new PostFate(new NetworkFate(fault, seconds)) };
        Assert.IsType<ReportException>(bench.Session(() => Reporter(server.Url), ReporterBench.Record(0, 2)));
        Assert.InRange(bench.SessionMicroseconds, 0, SessionPatience.Milliseconds * 1000);
        Assert.InRange(server.Requests.Count, 0, arrived);
    }

    [Fact]
    public async Task A_slow_server_is_waited_for()
    {
        await using var server = await RecordingServer.StartAsync();
        using var bench = new ReporterBench { Faults = new PostFate(new NetworkFate(NetworkFault.None, 5)) };
        Assert.Null(bench.Session(() => Reporter(server.Url), ReporterBench.Record(0, 2), ReporterBench.Record(1, 2)));
        Assert.Equal(10_000_000, bench.SessionMicroseconds);
    }

    private static async Task AssertRefusedAsync(TestCertificate certificate, string end, bool hasTime = true, DateTime? now = null)
    {
        await using var server = await RecordingServer.StartAsync(certificate);
        using var bench = new ReporterBench { HasTime = hasTime, Now = now ?? DateTime.UtcNow };
        bench.Put("ca.pem", Ours.Pem);
        var failure = Assert.IsType<ReportException>(bench.Session(() => Reporter(server.Url, "[http]\ntoken = t0ken\n"), ReporterBench.Record(0, 2)));
        Assert.StartsWith($"no connection to {server.Url}/counts: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(end, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.Empty(server.Requests);
    }

    private static HttpReporter Reporter(string url, string secrets = "") =>
        new(ReporterBench.Settings($"[report]\nkind = http\nevery = 60\n[http]\nurl = {url}/counts\n{(url.StartsWith("https", StringComparison.Ordinal) ? "ca = ca.pem" : "")}\n", secrets).Http);
}
