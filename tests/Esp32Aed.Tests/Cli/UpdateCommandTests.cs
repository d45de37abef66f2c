using System.Text;
using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests.Cli;

/// <summary><c>aed update</c>, as a user runs it.</summary>
public sealed class UpdateCommandTests : IDisposable
{
    private const string Digits = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private static readonly byte[] Key = Convert.FromHexString(Digits);
    private static readonly string Model = Path.Combine(RealData.Repository, "models", "cough");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-update-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Writes_a_signed_model()
    {
        var json = AedProcess.Run("update", Model, "--device", "*", "--serial", "7", "--key-file", Write("key", Digits + "\n"), "--out", At("message"), "--json").Succeeded();
        Assert.Equal(("model", 7), (json.GetProperty("kind").GetString(), json.GetProperty("serial").GetInt32()));
        var update = UpdateEnvelope.Parse(File.ReadAllBytes(At("message")), Key);
        Assert.Equal((UpdateKind.Model, "*", 7), (update.Kind, update.Device, update.Serial));
        Assert.Equal(File.ReadAllBytes(Path.Combine(Model, "model.aed")), update.Payload);
    }

    [Fact]
    public void Writes_signed_settings_with_the_key_of_nf_secrets_and_a_serial_that_rises()
    {
        var config = Path.Combine(RealData.Repository, "nf.config");
        var result = AedProcess.Run("update", config, "--device", "sensor-1", "--key-file", Write("nf.secrets", "[care]\nkey = " + Digits + "\n"), "--out", At("message"));
        result.Finished();
        Assert.DoesNotContain(Digits, result.Text + result.Errors, StringComparison.OrdinalIgnoreCase);
        var update = UpdateEnvelope.Parse(File.ReadAllBytes(At("message")), Key);
        Assert.Equal((UpdateKind.Settings, "sensor-1"), (update.Kind, update.Device));
        Assert.InRange(update.Serial, 1_700_000_000, int.MaxValue);
    }

    [Fact]
    public void Publishes_retained_to_a_real_broker()
    {
        MosquittoBroker.RequireInstalled();
        using var broker = new MosquittoBroker().Start();
        var json = AedProcess.Run(
            "update", Model, "--device", "yard-1", "--serial", "7", "--key-file", Write("key", Digits), "--broker", $"127.0.0.1:{broker.Port}", "--json").Succeeded();
        Assert.Equal("esp32aed/yard-1/update/model", json.GetProperty("topic").GetString());
        broker.WaitForMessages(1);
        Assert.StartsWith("esp32aed/yard-1/update/model AEDU", broker.Messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_get_one_line_each_and_tell_no_key()
    {
        var key = Write("key", Digits);
        Refused(7, ["AED_CARE_KEY", "no key"], "update", Model, "--device", "a", "--out", At("m"));
        Refused(7, ["none", "can't be read"], "update", Model, "--device", "a", "--key-file", At("none"), "--out", At("m"));
        Refused(7, ["64 hexadecimal"], "update", Model, "--device", "a", "--key-file", Write("short", Digits[2..]), "--out", At("m"));
        Refused(7, ["no key"], "update", Model, "--device", "a", "--key-file", Write("secrets", "[mqtt]\npassword = " + Digits + "\n"), "--out", At("m"));
        Refused(2, ["--out"], "update", Model, "--device", "a", "--key-file", key);
        Refused(2, ["topic"], "update", Model, "--device", "*", "--key-file", key, "--broker", "127.0.0.1");
        Refused(7, ["no name"], "update", Model, "--device", "no name", "--key-file", key, "--out", At("m"));
        Refused(7, ["serial"], "update", Model, "--device", "a", "--serial", "0", "--key-file", key, "--out", At("m"));
        Refused(6, ["checksum"], "update", Damaged(), "--device", "a", "--key-file", key, "--out", At("m"));
        Refused(7, ["line 1"], "update", Write("config", "hello\n"), "--device", "a", "--key-file", key, "--out", At("m"));
        Refused(7, ["sensor-1"], "update", Path.Combine(RealData.Repository, "nf.config"), "--device", "a", "--key-file", key, "--out", At("m"));
        Refused(7, ["host"], "update", Model, "--device", "a", "--key-file", key, "--broker", "127.0.0.1:0");
        Assert.False(File.Exists(At("m")));
        Refused(10, ["message"], "update", Model, "--device", "a", "--key-file", key, "--out", Path.Combine(key, "message"));
    }

    [Fact]
    public void A_broker_that_is_not_there_is_exit_code_9()
    {
        MosquittoBroker.RequireInstalled();
        Refused(9, ["127.0.0.1:1", "reached"], "update", Model, "--device", "a", "--key-file", Write("key", Digits), "--broker", "127.0.0.1:1");
    }

    private static void Refused(int exitCode, string[] words, params string[] arguments)
    {
        var result = AedProcess.Run(arguments);
        result.Refused(exitCode, words);
        Assert.DoesNotContain(Digits[2..], result.Text + result.Errors, StringComparison.OrdinalIgnoreCase);
    }

    private string At(string name) => Path.Combine(folder.FullName, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(At(name), text, Encoding.ASCII);
        return At(name);
    }

    private string Damaged()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Model, "model.aed"));
        bytes[^1] ^= 1;
        File.WriteAllBytes(At("damaged.aed"), bytes);
        return At("damaged.aed");
    }
}
