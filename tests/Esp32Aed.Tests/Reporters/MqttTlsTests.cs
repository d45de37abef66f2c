using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The MQTT reporter against a mosquitto with TLS: the wrong broker gets nothing.</summary>
public sealed class MqttTlsTests
{
    private const string Host = "127.0.0.1";

    private static readonly TestCertificate Ours = TestCertificate.Authority("our authority");
    private static readonly TestCertificate Others = TestCertificate.Authority("another authority");

    public MqttTlsTests() => MosquittoBroker.RequireInstalled();

    [Theory]
    [InlineData("3.1.1")]
    [InlineData("5")]
    public void The_right_broker_is_taken(string version)
    {
        using var broker = new MosquittoBroker { Tls = new BrokerTls(Ours.Sign(Host)) }.Start("sensor", "s3cret");
        using var bench = new ReporterBench();
        Assert.Null(Session(bench, broker, Ours, $"version = {version}\nuser = sensor\n", "[mqtt]\npassword = s3cret\n"));
        broker.WaitForMessages(1);
        Assert.Single(broker.Messages);
    }

    [Fact]
    public void Another_authority_is_refused() => AssertRefused(Others.Sign(Host));

    [Fact]
    public void An_expired_certificate_is_refused() => AssertRefused(Ours.Sign(Host, days: -1));

    [Fact]
    public void Another_host_name_is_refused() => AssertRefused(Ours.Sign("broker.example"));

    [Fact]
    public void A_broker_without_TLS_is_refused()
    {
        using var broker = new MosquittoBroker().Start();
        using var bench = new ReporterBench();
        var failure = Session(bench, broker.Port, Ours);
        Assert.StartsWith($"no connection to the broker {Host}:{broker.Port}: ", Assert.IsType<ReportException>(failure).Message, StringComparison.Ordinal);
        Assert.Empty(broker.Messages);
    }

    [Fact]
    public void Without_the_time_no_certificate_is_valid_and_the_line_says_so()
    {
        using var broker = new MosquittoBroker { Tls = new BrokerTls(Ours.Sign(Host)) }.Start();
        using var bench = new ReporterBench { HasTime = false };
        var failure = Assert.IsType<ReportException>(Session(bench, broker, Ours));
        Assert.EndsWith("TLS needs the time, and the clock is not set", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broker_that_demands_a_certificate_gets_it()
    {
        using var broker = new MosquittoBroker { Tls = new BrokerTls(Ours.Sign(Host), Ours.Pem) }.Start();
        using var bench = new ReporterBench();
        var own = Ours.Sign("yard-1");
        bench.Put("own.pem", own.Pem);
        bench.Put("own.key", own.KeyPem);
        Assert.Null(Session(bench, broker, Ours, "certificate = own.pem\n", "[mqtt]\nkey = own.key\n"));
        broker.WaitForMessages(1);

        var stranger = Others.Sign("yard-1");
        bench.Put("own.pem", stranger.Pem);
        bench.Put("own.key", stranger.KeyPem);
        Assert.IsType<ReportException>(Session(bench, broker, Ours, "certificate = own.pem\n", "[mqtt]\nkey = own.key\n"));
        Assert.IsType<ReportException>(Session(bench, broker, Ours));
        Assert.Single(broker.Messages);
    }

    [Fact]
    public void Missing_and_damaged_files_are_named()
    {
        using var bench = new ReporterBench();
        string MessageOf(string mqtt = "", string secrets = "") =>
            Assert.IsType<ReportException>(bench.Session(() => Reporter(1, mqtt, secrets), ReporterBench.Record(0, 1))).Message;

        Assert.Equal("ca.pem is not on drive I:; put it there with aed deploy", MessageOf());
        bench.Put("ca.pem", "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n");
        Assert.Equal("ca.pem on drive I: is not a certificate in PEM form", MessageOf());
        bench.Put("ca.pem", Ours.Pem);
        Assert.Equal("own.pem needs its private key; name the key's file as key in [mqtt] of nf.secrets", MessageOf("certificate = own.pem\n"));
        bench.Put("own.pem", Ours.Sign("yard-1").Pem);
        bench.Put("own.key", Others.Sign("yard-1").KeyPem);
        Assert.Equal("own.pem and own.key on drive I: are not a certificate and its private key in PEM form", MessageOf("certificate = own.pem\n", "[mqtt]\nkey = own.key\n"));
    }

    private static void AssertRefused(TestCertificate server)
    {
        using var broker = new MosquittoBroker { Tls = new BrokerTls(server) }.Start("sensor", "s3cret");
        using var bench = new ReporterBench();
        var failure = Assert.IsType<ReportException>(Session(bench, broker, Ours, "user = sensor\n", "[mqtt]\npassword = s3cret\n"));
        Assert.StartsWith($"no connection to the broker {Host}:{broker.TlsPort}: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("that this names the host and has not expired", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.Empty(broker.Messages);
    }

    private static Exception? Session(ReporterBench bench, MosquittoBroker broker, TestCertificate authority, string mqtt = "", string secrets = "") =>
        Session(bench, broker.TlsPort, authority, mqtt, secrets);

    private static Exception? Session(ReporterBench bench, int port, TestCertificate authority, string mqtt = "", string secrets = "")
    {
        bench.Put("ca.pem", authority.Pem);
        return bench.Session(() => Reporter(port, mqtt, secrets), ReporterBench.Record(0, 1));
    }

    private static MqttReporter Reporter(int port, string mqtt, string secrets) =>
        new(ReporterBench.Settings($"[report]\nkind = mqtt\nevery = 60\n[mqtt]\nhost = {Host}\nport = {port}\ntls = yes\nca = ca.pem\n{mqtt}", secrets), null, null);
}
