using System.Text;
using Esp32Aed.Deployment.Secrets;
using Esp32Aed.Sensor;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests.Deployment;

/// <summary>Where secrets come from, and that no message tells them.</summary>
public sealed class SecretSetTests
{
    private static readonly SecretNeed Password = new("AED_MQTT_PASSWORD", "mqtt", "password", "password at the MQTT broker", IsRequired: true);
    private static readonly SecretNeed Token = new("AED_HTTP_TOKEN", "http", "token", "bearer token", IsRequired: false);

    [Fact]
    public void The_environment_comes_before_the_file_and_the_file_before_the_question()
    {
        var file = "[mqtt]\npassword = of-file\n[http]\ntoken = file-token\n"u8.ToArray();
        Assert.Equal("of-environment", Gather([Password], file, new() { ["AED_MQTT_PASSWORD"] = "of-environment" }).Find(Password));
        Assert.Equal("of-file", Gather([Password], file).Find(Password));
        Assert.Equal("of-question", SecretSet.Gather([Password], null, _ => null, _ => "of-question").Find(Password));
    }

    [Fact]
    public void What_is_kept_is_what_the_sensor_reads()
    {
        var secrets = Gather([Password, Token], null, new() { ["AED_MQTT_PASSWORD"] = "a = b [c]#d", ["AED_HTTP_TOKEN"] = "t" });
        var read = SettingsFile.Parse("nf.secrets", secrets.ToFile());
        Assert.Equal("a = b [c]#d", Assert.IsType<SettingsEntry>(read.Find("mqtt", "password")).Value);
        Assert.Equal("t", read.Find("http", "token").Value);
    }

    [Theory]
    [InlineData("hush #1")]
    [InlineData(" hush")]
    [InlineData("hu\nsh")]
    [InlineData("h\u00fcsh")]
    public void What_the_sensor_would_read_otherwise_is_refused_without_telling_it(string value)
    {
        var fault = Assert.Throws<UserFaultException>(() => Gather([Password], null, new() { ["AED_MQTT_PASSWORD"] = value }));
        Assert.Equal(FaultKind.Settings, fault.Kind);
        Assert.StartsWith("AED_MQTT_PASSWORD: can't be kept in nf.secrets", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value.Trim(), fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_one_is_named()
    {
        Assert.StartsWith("AED_MQTT_PASSWORD: not set", Assert.Throws<UserFaultException>(() => Gather([Password], null)).Message, StringComparison.Ordinal);
        Assert.StartsWith("AED_MQTT_PASSWORD: not set", Assert.Throws<UserFaultException>(() => SecretSet.Gather([Password], null, _ => null, _ => string.Empty)).Message, StringComparison.Ordinal);
        Assert.Null(Gather([Token], null).ToFile());
    }

    [Fact]
    public void Only_the_password_of_the_network_may_be_empty()
    {
        Assert.Null(Gather([SecretNeed.WifiPassword], null, new() { ["AED_WIFI_PASSWORD"] = string.Empty }).Find(SecretNeed.WifiPassword));
        Assert.Throws<UserFaultException>(() => Gather([SecretNeed.WifiPassword], null));
        Assert.Throws<UserFaultException>(() => Gather([SecretNeed.WifiName], null, new() { ["AED_WIFI_SSID"] = string.Empty }));
    }

    [Fact]
    public void A_key_of_updates_is_made_up_when_there_is_none()
    {
        var first = Gather([SecretNeed.CareKey], null);
        Assert.Matches("^[0-9a-f]{64}$", first.MadeUpKey!);
        Assert.Equal(first.MadeUpKey, first.Find(SecretNeed.CareKey));
        Assert.NotEqual(first.MadeUpKey, Gather([SecretNeed.CareKey], null).MadeUpKey);
        Assert.Null(Gather([SecretNeed.CareKey], null, new() { ["AED_CARE_KEY"] = new string('a', 64) }).MadeUpKey);
    }

    [Fact]
    public void Damage_in_the_file_is_told_without_its_line()
    {
        var fault = Assert.Throws<UserFaultException>(() => Gather([Password], "[mqtt]\nhush-hush\n"u8.ToArray()));
        Assert.StartsWith("nf.secrets line 2:", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_programs_repeat_no_secret()
    {
        var secrets = Gather([Password], null, new() { ["AED_MQTT_PASSWORD"] = "hush-hush" });
        Assert.Equal("sending *** to I:", secrets.WithoutSecrets("sending hush-hush to I:"));
        Assert.DoesNotContain("hush", secrets.ToString(), StringComparison.Ordinal);
    }

    private static SecretSet Gather(SecretNeed[] needs, byte[]? file, Dictionary<string, string>? environment = null) =>
        SecretSet.Gather(needs, file, name => environment?.GetValueOrDefault(name), ask: null);
}
