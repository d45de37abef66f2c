using System.Text;
using Esp32Aed.Sensor;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>nf.config and nf.secrets: what is read, and the one line that each mistake gets.</summary>
public sealed class SensorSettingsTests
{
    private const string Good = """
        [device]
        name = yard-1
        [microphone]
        bck = 26
        ws = 25
        data = 33
        channel = auto
        [model]
        file = model.aed
        [report]
        kind = mqtt
        every = 60
        [mqtt]
        host = 192.168.1.10
        port = 1884
        user = sensor
        [http]
        url = https://example.org:8443/counts?yard=1#x
        """;

    [Fact]
    public void Reads_every_setting()
    {
        var settings = Parse(Good, "[mqtt]\npassword = a#b c\n[http]\ntoken = t0ken\n");
        Assert.Equal(("yard-1", 26, 25, 33, -1), (settings.DeviceName, settings.BckPin, settings.WsPin, settings.DataPin, settings.Channel));
        Assert.Equal(("model.aed", 9, true, 60), (settings.ModelFile, settings.ModelLine, settings.ReportsByMqtt, settings.ReportEverySeconds));
        Assert.Equal(("192.168.1.10", 1884, "sensor", "a#b c"), (settings.MqttHost, settings.MqttPort, settings.MqttUser, settings.MqttPassword));
        Assert.Equal(("https://example.org:8443/counts?yard=1#x", "t0ken"), (settings.HttpUrl, settings.HttpToken));
    }

    [Fact]
    public void Comments_blank_lines_tabs_CRLF_and_a_byte_order_mark_are_harmless()
    {
        var text = "\uFEFF# gr\u00fc\u00dfe\r\n\r\n" + Good.Replace("name = yard-1", "\tname=yard-1\t# \u00fc", StringComparison.Ordinal).ReplaceLineEndings("\r\n");
        Assert.Equal("yard-1", Parse(text).DeviceName);
    }

    [Theory]
    [InlineData("first", 0)]
    [InlineData("second", 1)]
    public void The_channel_can_be_fixed(string channel, int slot) =>
        Assert.Equal(slot, Parse(Good.Replace("auto", channel, StringComparison.Ordinal)).Channel);

    [Theory]
    [InlineData("", false)]
    [InlineData("kernel = straight", false)]
    [InlineData("kernel = compact", true)]
    public void The_kernel_of_less_code_is_taken_when_asked_for(string line, bool compact) =>
        Assert.Equal(compact, Parse(Good.Replace("file = model.aed", "file = model.aed\n" + line, StringComparison.Ordinal)).PrefersCompactKernel);

    [Fact]
    public void Another_kernel_is_refused()
    {
        var fault = Assert.Throws<SettingsException>(() => Parse(Good.Replace("file = model.aed", "file = model.aed\nkernel = small", StringComparison.Ordinal)));
        Assert.Equal("nf.config line 10: kernel = small is not allowed; write straight or compact", fault.Message);
    }

    [Fact]
    public void The_port_and_the_channel_have_defaults()
    {
        var settings = Parse(Without(Without(Good, "port = 1884"), "channel = auto"));
        Assert.Equal((1883, LiveChannel.Automatic), (settings.MqttPort, settings.Channel));
    }

    [Fact]
    public void The_template_at_the_top_of_the_repository_is_right()
    {
        var settings = SensorSettings.Parse(File.ReadAllBytes(Path.Combine(RealData.Repository, "nf.config")), null);
        Assert.Equal((26, 25, 33, LiveChannel.Automatic), (settings.BckPin, settings.WsPin, settings.DataPin, settings.Channel));
    }

    [Theory]
    [InlineData("name = yard-1", "name =", 2, "no value")]
    [InlineData("name = yard-1", "name = back yard", 2, "letters")]
    [InlineData("name = yard-1", "name = a/b", 2, "letters")]
    [InlineData("name = yard-1", "name = yard\u00e9", 2, "column 12 is not plain ASCII")]
    [InlineData("name = yard-1", "nmae = yard-1", 2, "unknown key nmae; [device] has name")]
    [InlineData("name = yard-1", "name = a\nname = b", 3, "already set in line 2")]
    [InlineData("name = yard-1", "yard-1", 2, "neither")]
    [InlineData("name = yard-1", "", 1, "[device] has no name; add name = yard-1")]
    [InlineData("[device]", "[Device]", 1, "lower case")]
    [InlineData("[device]", "[device", 1, "not a section")]
    [InlineData("[device]", "", 2, "before the first section")]
    [InlineData("[http]", "[htpp]", 17, "unknown section [htpp]; the sections are [device] [microphone] [model] [report] [mqtt] [http]")]
    [InlineData("[http]", "[mqtt]", 17, "already begins in line 13")]
    [InlineData("bck = 26", "bck = 6", 4, "flash")]
    [InlineData("bck = 26", "bck = 11", 4, "flash")]
    [InlineData("bck = 26", "bck = 34", 4, "input only")]
    [InlineData("ws = 25", "ws = 39", 5, "input only")]
    [InlineData("ws = 25", "ws = 26", 5, "already bck in line 4")]
    [InlineData("data = 33", "data = 025", 6, "already ws in line 5")]
    [InlineData("data = 33", "data = 40", 6, "from 0 to 39")]
    [InlineData("data = 33", "data = 24", 6, "no usable pin")]
    [InlineData("data = 33", "data = 1", 6, "serial")]
    [InlineData("data = 33", "data = GPIO33", 6, "whole number")]
    [InlineData("data = 33", "data = -3", 6, "whole number")]
    [InlineData("channel = auto", "channel = left", 7, "auto, first or second")]
    [InlineData("file = model.aed", "file = ../model.aed", 9, "without folders")]
    [InlineData("file = model.aed", "file = I:\\model.aed", 9, "without folders")]
    [InlineData("kind = mqtt", "kind = email", 11, "mqtt or http")]
    [InlineData("every = 60", "every = 0", 12, "from 1 to 86400")]
    [InlineData("every = 60", "every = 86401", 12, "from 1 to 86400")]
    [InlineData("every = 60", "every = 99999999999999999999", 12, "from 1 to 86400")]
    [InlineData("every = 60", "every = 1.5", 12, "from 1 to 86400")]
    [InlineData("host = 192.168.1.10", "host = broker:1883", 14, "without a port")]
    [InlineData("host = 192.168.1.10", "", 13, "[mqtt] has no host")]
    [InlineData("port = 1884", "port = 65536", 15, "from 1 to 65535")]
    [InlineData("user = sensor", "password = pst", 16, "password does not belong here; move it to [mqtt] of nf.secrets")]
    [InlineData("https://example.org:8443", "example.org", 18, "write it like")]
    [InlineData("https://example.org:8443", "http://", 18, "write it like")]
    [InlineData("https://example.org:8443", "http://a:99999", 18, "write it like")]
    [InlineData("https://example.org:8443", "http://a b", 18, "write it like")]
    [InlineData("https://example.org:8443", "ftp://a", 18, "write it like")]
    public void A_mistake_gets_one_line_with_its_number(string right, string wrong, int line, string says)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        var error = Assert.Throws<SettingsException>(() => Parse(Good.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.StartsWith($"nf.config line {line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(line, error.Line);
    }

    [Fact]
    public void An_empty_file_lacks_its_first_section() =>
        Assert.Equal("nf.config line 1: section [device] is missing; add [device] with name = yard-1", Assert.Throws<SettingsException>(() => Parse(string.Empty)).Message);

    [Fact]
    public void A_missing_section_is_asked_for_at_the_end()
    {
        var text = Good.Replace("kind = mqtt", "kind = http", StringComparison.Ordinal);
        text = text[..text.IndexOf("[http]", StringComparison.Ordinal)];
        Assert.StartsWith("nf.config line 16: section [http] is missing", Assert.Throws<SettingsException>(() => Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_receiver_that_is_not_used_may_be_left_out() =>
        Assert.Null(Parse(Good[..Good.IndexOf("[http]", StringComparison.Ordinal)]).HttpUrl);

    [Fact]
    public void Secrets_have_their_own_keys_and_name_their_file()
    {
        var error = Assert.Throws<SettingsException>(() => Parse(Good, "[mqtt]\n\nuser = me\n"));
        Assert.Equal("nf.secrets line 3: unknown key user; [mqtt] has password", error.Message);
    }

    [Fact]
    public void Random_bytes_give_settings_or_a_settings_exception_and_nothing_else() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes =>
        {
            Tolerates(bytes ?? []);
            Tolerates([.. Encoding.UTF8.GetBytes(Good), (byte)'\n', .. bytes ?? []]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Good_settings_with_any_byte_changed_give_settings_or_a_settings_exception() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte>(),
        ArbMap.Default.ArbFor<NonNegativeInt>(),
        (value, at) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Good);
            bytes[at.Get * 37 % bytes.Length] = value;
            Tolerates(bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static void Tolerates(byte[] config)
    {
        try
        {
            SensorSettings.Parse(config, config);
        }
        catch (SettingsException error)
        {
            Assert.DoesNotContain('\n', error.Message);
            Assert.True(error.Line >= 1);
        }
    }

    private static string Without(string text, string line) => text.Replace(line + "\n", string.Empty, StringComparison.Ordinal);

    private static SensorSettings Parse(string config, string? secrets = null) =>
        SensorSettings.Parse(Encoding.UTF8.GetBytes(config), secrets is null ? null : Encoding.UTF8.GetBytes(secrets));
}
