using System.Text;
using System.Text.RegularExpressions;
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
        ca = ca.pem
        """;

    [Fact]
    public void Reads_every_setting()
    {
        var settings = Parse(Good, "[mqtt]\npassword = a#b c\n[http]\ntoken = t0ken\n");
        Assert.Equal(("yard-1", 26, 25, 33, -1), (settings.DeviceName, settings.BckPin, settings.WsPin, settings.DataPin, settings.Channel));
        Assert.Equal(("model.aed", 9, true, 60), (settings.ModelFile, settings.ModelLine, settings.Report.Kind == ReportSettings.Mqtt, settings.Report.EverySeconds));
        Assert.Equal(("192.168.1.10", 1884, "sensor", "a#b c"), (settings.Mqtt.Host, settings.Mqtt.Port, settings.Mqtt.User, settings.Mqtt.Password));
        Assert.Equal(("https://example.org:8443/counts?yard=1#x", "t0ken"), (settings.Http.Url, settings.Http.Token));
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

    [Theory]
    [InlineData("kernel = straight", 0)]
    [InlineData("count = events\nclip = 7", 0)]
    [InlineData("count = clips", 5)]
    [InlineData("count = clips\nclip = 60", 60)]
    public void Clips_are_counted_when_asked_for(string lines, int seconds) =>
        Assert.Equal(seconds, Parse(Good.Replace("file = model.aed", "file = model.aed\n" + lines, StringComparison.Ordinal)).ClipSeconds);

    [Theory]
    [InlineData("count = clip", "nf.config line 10: count = clip is not allowed; write events or clips")]
    [InlineData("clip = 0", "nf.config line 10: clip = 0 is not allowed; write a whole number of seconds from 1 to 60")]
    [InlineData("clip = 30\ncount = clips\n[power]\nmode = cycle\nlisten = 20", "nf.config line 10: clip = 30 is more than the 20 seconds of a record; make it shorter, or listen longer")]
    public void Clips_that_do_not_fit_are_refused(string lines, string message)
    {
        var fault = Assert.Throws<SettingsException>(() => Parse(Good.Replace("file = model.aed", "file = model.aed\n" + lines, StringComparison.Ordinal)));
        Assert.Equal(message, fault.Message);
    }

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
        Assert.Equal((1883, LiveChannel.Automatic), (settings.Mqtt.Port, settings.Channel));
    }

    [Fact]
    public void The_template_at_the_top_of_the_repository_is_right()
    {
        var settings = SensorSettings.Parse(File.ReadAllBytes(Path.Combine(RealData.Repository, "nf.config")), null);
        Assert.Equal((26, 25, 33, LiveChannel.Automatic), (settings.BckPin, settings.WsPin, settings.DataPin, settings.Channel));
        Assert.False(settings.Power.Sleeps);
        Assert.Equal(ReportSettings.Mqtt, settings.Report.Kind);
    }

    [Fact]
    public void The_template_names_every_setting()
    {
        var template = File.ReadAllText(Path.Combine(RealData.Repository, "nf.config"));

        // The messages about unknown sections and keys list what there is.
        var sections = Regex.Matches(Assert.Throws<SettingsException>(() => Parse("[none]\nx = y\n")).Message, @"\[(\w+)\]").Select(match => match.Groups[1].Value).Skip(1).ToList();
        Assert.Equal(13, sections.Count);
        foreach (var section in sections)
        {
            var body = Regex.Match(template, $@"^(?:# )?\[{section}\] *(?:#|$)(.*?)(?=^(?:# )?\[|\z)", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
            var message = Assert.Throws<SettingsException>(() => Parse($"[{section}]\nnone = y\n")).Message;
            foreach (var key in message[(message.LastIndexOf(" has ", StringComparison.Ordinal) + 5)..].Split(", "))
            {
                Assert.True(Regex.IsMatch(body, $@"^(?:# )?{key} = ", RegexOptions.Multiline), $"[{section}] {key} is not in nf.config");
            }
        }
    }

    [Theory]
    [InlineData("name = yard-1", "name =", 2, "no value")]
    [InlineData("name = yard-1", "name = back yard", 2, "letters")]
    [InlineData("name = yard-1", "name = a/b", 2, "letters")]
    [InlineData("name = yard-1", "name = yard\u00e9", 2, "column 12 is not plain ASCII")]
    [InlineData("name = yard-1", "nmae = yard-1", 2, "unknown key nmae; [device] has name, board")]
    [InlineData("name = yard-1", "name = a\nname = b", 3, "already set in line 2")]
    [InlineData("name = yard-1", "yard-1", 2, "neither")]
    [InlineData("name = yard-1", "", 1, "[device] has no name; add name = yard-1")]
    [InlineData("[device]", "[Device]", 1, "lower case")]
    [InlineData("[device]", "[device", 1, "not a section")]
    [InlineData("[device]", "", 2, "before the first section")]
    [InlineData("[http]", "[htpp]", 17, "unknown section [htpp]; the sections are [device] [microphone] [model] [power] [battery] [report] [mqtt] [http] [influx] [brewfather] [wifi] [time] [care]")]
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
    [InlineData("kind = mqtt", "kind = email", 11, "mqtt, http, influx or brewfather")]
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
    [InlineData("ca = ca.pem", "", 18, "https needs the certificate of the authority that signed the server's; add ca = ca.pem to [http]")]
    [InlineData("ca = ca.pem", "ca = ../ca.pem", 19, "without folders")]
    [InlineData("ca = ca.pem", "token = pst", 19, "token does not belong here; move it to [http] of nf.secrets")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[power]\nmode = sometimes", 21, "write always or cycle")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[power]\nmode = cycle\nlisten = 590", 21, "every = 600 leaves no time to sleep; it must be 30 or more above listen = 590")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[power]\nmode = cycle\nlisten = 60\nevery = 80", 23, "leaves no time to sleep")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[power]\nquiet = 22-6", 21, "write it like 22:00-06:00")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[power]\nquiet = 22:00-24:00", 21, "write it like 22:00-06:00")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[power]\nquiet = 22:00-22:00", 21, "write it like 22:00-06:00")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[battery]\npin = 27", 21, "can't measure a voltage beside Wi-Fi")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[battery]\npin = 33", 21, "already data in line 6")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[battery]\ndivider = 2,1", 21, "write a number from 1 to 20")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[battery]\ndivider = 0.9", 21, "write a number from 1 to 20")]
    [InlineData("every = 60", "every = 60\nled = 26", 13, "already bck in line 4")]
    [InlineData("every = 60", "every = 60\npost = 86401", 13, "from 0 to 86400")]
    [InlineData("port = 1884", "version = 4", 15, "write 3.1.1 or 5")]
    [InlineData("port = 1884", "tls = yes", 15, "tls = yes needs the certificate of the authority")]
    [InlineData("port = 1884", "tls = 1", 15, "write no or yes")]
    [InlineData("port = 1884", "discovery = openhab", 15, "write none or homeassistant")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[wifi]\naddress = 192.168.1.300", 21, "write an IPv4 address")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[wifi]\naddress = 192.168.1.30", 21, "address needs mask and gateway too")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[time]\noffset = +841", 21, "from -840 to 840")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[time]\nserver = a b", 21, "write a host name")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[care]\nkey = 00", 21, "key does not belong here")]
    [InlineData("ca = ca.pem", "ca = ca.pem\n[influx]\nmeasurement = a b", 21, "use letters")]
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
        Assert.Null(Parse(Good[..Good.IndexOf("[http]", StringComparison.Ordinal)]).Http.Url);

    [Fact]
    public void Secrets_have_their_own_keys_and_name_their_file()
    {
        var error = Assert.Throws<SettingsException>(() => Parse(Good, "[mqtt]\n\nuser = me\n"));
        Assert.Equal("nf.secrets line 3: unknown key user; [mqtt] has password, key", error.Message);
    }

    [Fact]
    public void Reads_the_settings_of_a_sensor_outdoors()
    {
        var config = Good.Replace("kind = mqtt", "kind = influx", StringComparison.Ordinal) + """

            [power]
            mode = cycle
            listen = 30
            every = 900
            quiet = 22:00-06:05
            [battery]
            pin = 35
            divider = 2.05
            [influx]
            url = http://10.0.0.1:8086/write?db=x
            [wifi]
            address = 10.0.0.2
            mask = 255.255.255.0
            gateway = 10.0.0.1
            [time]
            offset = -90
            [care]
            accept = yes
            """;
        var settings = Parse(config, "[influx]\ntoken = t\n[care]\nkey = " + new string('a', 63) + "F\n");
        Assert.Equal((true, 30, 900), (settings.Power.Sleeps, settings.Power.ListenSeconds, settings.Power.EverySeconds));
        Assert.Equal((true, 1320, 365), (settings.Power.HasQuietHours, settings.Power.QuietFromMinute, settings.Power.QuietToMinute));
        Assert.Equal((35, 2050), (settings.Battery.Pin, settings.Battery.DividerPermille));
        Assert.Equal((ReportSettings.Influx, 0, -1), (settings.Report.Kind, settings.Report.PostSeconds, settings.Report.LedPin));
        Assert.Equal(("http://10.0.0.1:8086/write?db=x", "sounds", "t"), (settings.Influx.Url, settings.Influx.Measurement, settings.Influx.Token));
        Assert.Equal(("10.0.0.2", "255.255.255.0", "10.0.0.1", null, false), (settings.Wifi.Address, settings.Wifi.Mask, settings.Wifi.Gateway, settings.Wifi.Dns, settings.Wifi.KeepsConnected));
        Assert.Equal(("pool.ntp.org", -90), (settings.Time.Server, settings.Time.OffsetMinutes));
        Assert.True(settings.Care.Accepts);
        Assert.Equal([.. Enumerable.Repeat((byte)0xAA, 31), 0xAF], settings.Care.Key);
    }

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        var settings = Parse(Good);
        Assert.Equal((false, false, -1, 2000), (settings.Power.Sleeps, settings.Power.HasQuietHours, settings.Battery.Pin, settings.Battery.DividerPermille));
        Assert.Equal((-1, null), (settings.SupplyPin, settings.Board));
        Assert.Equal((false, false, false), (settings.Mqtt.IsVersion5, settings.Mqtt.UsesTls, settings.Mqtt.DiscoversHomeAssistant));
        Assert.Equal(("http://log.brewfather.net/stream", "yard-1"), (settings.Brewfather.Url, settings.Brewfather.Name));
        Assert.Equal((false, null), (settings.Care.Accepts, settings.Care.Key));
    }

    [Fact]
    public void A_wrong_key_is_not_repeated()
    {
        var error = Assert.Throws<SettingsException>(() => Parse(Good, "[care]\nkey = 12345678\n"));
        Assert.Equal("nf.secrets line 2: key must be 64 hexadecimal digits", error.Message);
    }

    [Fact]
    public void Updates_are_taken_only_with_a_key() =>
        Assert.StartsWith("nf.config line 21: accept = yes needs a key", Assert.Throws<SettingsException>(() => Parse(Good + "\n[care]\naccept = yes\n", "[http]\ntoken = t\n")).Message, StringComparison.Ordinal);

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
