using Esp32Aed.Sensor;
using Xunit;
using HttpClient = Esp32Aed.VirtualBoard.Api.HttpClient;

namespace Esp32Aed.Tests.Care;

public sealed class CareInboxTests
{
    private static readonly byte[] Update = CareBench.Sealed(UpdateKind.Model, 9, CareBench.Model(2));

    [Fact]
    public void An_update_comes_by_HTTP_and_the_known_serials_are_told()
    {
        using var server = new AnswerServer($"200 OK\nContent-Length: {Update.Length}", Update);
        using var bench = new CareBench(server.Url);
        Assert.Equal((true, false), bench.Start(started => (started.Inbox.Fetch(Client()), started.Inbox.Fetch(Client()))));
        Assert.Equal(
            ["GET /care?device=yard-1&model=0&settings=0 HTTP/1.1", "GET /care?device=yard-1&model=9&settings=0 HTTP/1.1"], server.Requests);
        Assert.True(bench.Start().IsOnTrial);
    }

    [Fact]
    public void Nothing_new_is_no_fault()
    {
        using var server = new AnswerServer("204 No Content", []);
        using var bench = new CareBench(server.Url + "?x=1");
        Assert.False(bench.Start(started => started.Inbox.Fetch(Client())));
        Assert.Equal(["GET /care?x=1&device=yard-1&model=0&settings=0 HTTP/1.1"], server.Requests);
    }

    [Theory]
    [InlineData("500 Oh", 0, "status 500")]
    [InlineData("302 Found\nLocation: http://127.0.0.1:1/", 0, "status 302")]
    [InlineData("200 OK\nContent-Length: 0", 0, "1 to")]
    [InlineData("200 OK\nContent-Length: 1000000000", 100, "1 to")]
    [InlineData("200 OK\nConnection: close", 100, "length")]
    [InlineData("200 OK\nTransfer-Encoding: chunked", 100, "length")]
    public void Answers_that_are_none_are_refused_unread(string status, int length, string reason)
    {
        using var server = new AnswerServer(status, new byte[length], hangs: true);
        using var bench = new CareBench(server.Url);
        var refusal = Assert.Throws<ReportException>(() => bench.Start(started => started.Inbox.Fetch(Client())));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_that_never_ends_is_given_up()
    {
        using var server = new AnswerServer($"200 OK\nContent-Length: {Update.Length}", Update[..10], hangs: true);
        using var bench = new CareBench(server.Url);
        Assert.Throws<HttpRequestException>(() => bench.Start(started => started.Inbox.Fetch(Client(0.3))));
    }

    [Fact]
    public void A_sensor_that_takes_no_updates_neither_asks_nor_listens()
    {
        using var bench = new CareBench("http://127.0.0.1:1/");
        File.WriteAllText(Path.Combine(bench.Drive, "nf.config"), System.Text.Encoding.ASCII.GetString(bench.Config("10.0.0.1")).Replace("accept = yes", "accept = no", StringComparison.Ordinal));
        Assert.Equal((false, false), bench.Start(started => (started.Inbox.Fetch(Client()), started.Inbox.Offer(Update))));
    }

    [Fact]
    public void What_is_for_another_device_or_for_all_is_told_apart()
    {
        using var bench = new CareBench();
        Assert.Equal(
            (false, 0, true),
            bench.Start(started => (
                started.Inbox.Offer(CareBench.Sealed(UpdateKind.Model, 9, CareBench.Model(2), "yard-2")),
                started.Slots.SerialOf(UpdateKind.Model),
                started.Inbox.Offer(CareBench.Sealed(UpdateKind.Model, 8, CareBench.Model(2), "*")))));
    }

    [Fact]
    public void A_message_of_a_stranger_is_refused_but_not_remembered_and_a_withdrawn_one_is_nothing()
    {
        using var bench = new CareBench();
        bench.Start(started =>
        {
            Assert.False(started.Inbox.Offer([]));
            Assert.Null(started.Slots.Outcome);
            Assert.False(started.Inbox.Offer(CareBench.Sealed(UpdateKind.Model, 9, CareBench.Model(2), key: new byte[32])));
            Assert.Equal("update: its signature is wrong: damaged, or made with another key", started.Slots.Outcome);
            started.Slots.OutcomeReported(started.Slots.Outcome);
            Assert.Null(started.Slots.Outcome);

            // The broker hands it out again in the next session.
            Assert.False(started.Inbox.Offer(CareBench.Sealed(UpdateKind.Model, 9, CareBench.Model(2), key: new byte[32])));
            Assert.Null(started.Slots.Outcome);
            return started.Slots.SerialOf(UpdateKind.Model);
        });
        Assert.Equal(["model.aed", "nf.config"], Directory.GetFiles(bench.Drive).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_full_drive_refuses_for_now()
    {
        using var bench = new CareBench();
        Directory.CreateDirectory(Path.Combine(bench.Drive, "model.a"));
        Assert.Equal((false, 0), bench.Start(s => (s.Inbox.Offer(Update), s.Slots.SerialOf(UpdateKind.Model))));
        Directory.Delete(Path.Combine(bench.Drive, "model.a"));
        Assert.True(bench.Start(s => s.Inbox.Offer(Update)));
    }

    private static HttpClient Client(double seconds = 20) => new() { Timeout = TimeSpan.FromSeconds(seconds) };
}
