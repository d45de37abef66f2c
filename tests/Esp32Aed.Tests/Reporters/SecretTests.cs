using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Passwords, tokens, ids and keys are in no log, no exception and no payload, whatever goes wrong.</summary>
public sealed class SecretTests
{
    private const string Password = "s3cr3tpw";
    private const string Token = "t0kent0ken";
    private const string Id = "str3am1d";
    private const string Secrets = $"[mqtt]\npassword = {Password}\nkey = own.key\n[http]\ntoken = {Token}\n[influx]\ntoken = {Token}\n[brewfather]\nid = {Id}\n";

    private static readonly TestCertificate Ours = TestCertificate.Authority("our authority");
    private static readonly TestCertificate Own = Ours.Sign("yard-1");

    public static TheoryData<string, int> Trouble => new MatrixTheoryData<string, int>(["http", "influx", "brewfather"], [204, 401, 500, 0]);

    [Theory]
    [MemberData(nameof(Trouble))]
    public async Task By_HTTP(string kind, int status)
    {
        await using var server = await RecordingServer.StartAsync();
        server.Status = status;
        var url = status == 0 ? "http://127.0.0.1:1" : server.Url;
        var settings = ReporterBench.Settings($"[report]\nkind = {kind}\nevery = 60\n[{kind}]\nurl = {url}/x\n", Secrets);
        using var bench = new ReporterBench();
        var failure = bench.Session(() => ReporterChoice.Of(settings, ["cough"], 1, null, null, false), ReporterBench.Record(0, 1));
        Assert.Equal(status == 204, failure is null);
        AssertNoSecret([failure?.ToString() ?? string.Empty, .. bench.Log, .. bench.Posted.Select(p => p.Address + p.Body), .. server.Requests.Select(r => r.Body)]);

        // And they were used.
        Assert.All(server.Requests, r => Assert.Contains(kind == "brewfather" ? Id : Token, r.Line + r.Authorization, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Password)]
    [InlineData("another")]
    public void By_MQTT(string accepted)
    {
        MosquittoBroker.RequireInstalled();
        using var broker = new MosquittoBroker { Tls = new BrokerTls(Ours.Sign("127.0.0.1"), Ours.Pem) }.Start("sensor", accepted);
        var settings = ReporterBench.Settings(
            $"[report]\nkind = mqtt\nevery = 60\n[mqtt]\nhost = 127.0.0.1\nport = {broker.TlsPort}\ntls = yes\nca = ca.pem\ncertificate = own.pem\nuser = sensor\ndiscovery = homeassistant\n",
            Secrets);
        using var bench = new ReporterBench();
        bench.Put("ca.pem", Ours.Pem);
        bench.Put("own.pem", Own.Pem);
        bench.Put("own.key", Own.KeyPem);
        var failure = bench.Session(() => ReporterChoice.Of(settings, ["cough"], 0x1A2B3C4D, new NoTotals(), null, false), ReporterBench.Record(0, 1));
        Assert.Equal(accepted == Password, failure is null);
        broker.WaitForMessages(failure is null ? 7 : 0);
        AssertNoSecret([failure?.ToString() ?? string.Empty, .. bench.Log, .. bench.Posted.Select(p => p.Address + p.Body), .. broker.Messages]);
    }

    private static void AssertNoSecret(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Id, text, StringComparison.Ordinal);
            Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Own.KeyPem.Split('\n')[1], text, StringComparison.Ordinal);
        }
    }

    private sealed class NoTotals : IDeliveredTotals
    {
        public long DeliveredOf(string label) => 0;
    }
}
