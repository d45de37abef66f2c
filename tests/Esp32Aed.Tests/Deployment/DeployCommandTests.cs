using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests.Deployment;

/// <summary><c>aed deploy</c> as a user runs it, with a nanoff that writes down what it gets.</summary>
public sealed class DeployCommandTests : IDisposable
{
    private readonly DeployBench bench = new();

    [Fact]
    public void Everything_is_sent_and_the_application_comes_last()
    {
        var json = bench.Deploy("--json").Succeeded();

        var folder = bench.Nanoff.Calls[1].Split(' ')[1].Replace("/files.json", string.Empty, StringComparison.Ordinal);
        Assert.Equal(
            [
                "--update --target ESP32_REV0 --serialport /dev/ttyUSB9",
                $"--filedeployment {folder}/files.json --serialport /dev/ttyUSB9",
                $"--networkdeployment {folder}/network.json --serialport /dev/ttyUSB9",
                $"--target ESP32_REV0 --deploy --image {bench.Image} --serialport /dev/ttyUSB9",
            ],
            bench.Nanoff.Calls);
        Assert.Equal(["firmware", "files", "network", "application"], json.GetProperty("steps").EnumerateArray().Select(step => step.GetString()));
        Assert.Empty(bench.LeftFolders);
        Assert.Equal(["NANOFRAMEWORK_TELEMETRY_OPTOUT=1"], bench.Nanoff.Variables.Distinct());
    }

    [Fact]
    public void Files_and_network_are_in_the_forms_of_nanoff()
    {
        bench.Deploy().Finished();

        using var files = JsonDocument.Parse(bench.Nanoff.Sent("files.json"));
        Assert.Equal("/dev/ttyUSB9", files.RootElement.GetProperty("SerialPort").GetString());
        var destinations = files.RootElement.GetProperty("Files").EnumerateArray().Select(file => file.GetProperty("DestinationFilePath").GetString());
        Assert.Equal(["I:\\model.aed", "I:\\ca.pem", "I:\\wake.first", "I:\\nf.secrets", "I:\\nf.config"], destinations);
        Assert.Equal(File.ReadAllBytes(bench.Config), bench.Nanoff.Sent("nf.config"));
        Assert.Equal(File.ReadAllBytes(bench.At("model.aed")), bench.Nanoff.Sent("model.aed"));
        Assert.Equal($"[mqtt]\npassword = {DeployBench.MqttPassword}\n", Encoding.ASCII.GetString(bench.Nanoff.Sent("nf.secrets")));

        using var network = JsonDocument.Parse(bench.Nanoff.Sent("network.json"));
        var wifi = network.RootElement.GetProperty("WirelessClient");
        Assert.Equal(("cellar-net", DeployBench.WifiPassword), (wifi.GetProperty("Ssid").GetString(), wifi.GetProperty("Password").GetString()));
        Assert.True(wifi.GetProperty("DhcpEnabled").GetBoolean());
        Assert.EndsWith("/authority.pem", network.RootElement.GetProperty("CACertificatesPath").GetString()!, StringComparison.Ordinal);

        // The board's store wants PEM with a zero at its end.
        Assert.Equal(DeployBench.Pem + "\0", Encoding.ASCII.GetString(bench.Nanoff.Sent("authority.pem")));
    }

    [Fact]
    public void Only_the_owner_can_read_what_lies_on_the_disk()
    {
        bench.Deploy().Finished();
        Assert.NotEmpty(bench.Nanoff.Modes);
        Assert.All(bench.Nanoff.Modes, mode => Assert.StartsWith(Path.GetExtension(mode).Length == 0 && !mode.Contains("nf.", StringComparison.Ordinal) ? "700 " : "600 ", mode, StringComparison.Ordinal));
    }

    [Fact]
    public void A_fixed_address_goes_with_both_name_servers()
    {
        bench.Configure("[wifi]\naddress = 192.168.1.20\nmask = 255.255.255.0\ngateway = 192.168.1.1\n");
        bench.Deploy("--only", "network").Finished();
        using var network = JsonDocument.Parse(bench.Nanoff.Sent("network.json"));
        var wifi = network.RootElement.GetProperty("WirelessClient");
        Assert.False(wifi.GetProperty("DhcpEnabled").GetBoolean());
        Assert.Equal("192.168.1.20", wifi.GetProperty("IPv4Address").GetString());
        Assert.Equal(("192.168.1.1", "192.168.1.1"), (wifi.GetProperty("IPv4DNSAddress1").GetString(), wifi.GetProperty("IPv4DNSAddress2").GetString()));
    }

    [Fact]
    public void Steps_can_be_chosen_and_take_only_their_secrets()
    {
        bench.Environment["AED_WIFI_PASSWORD"] = null;
        bench.Environment["AED_WIFI_SSID"] = null;
        bench.Deploy("--only", "files").Finished();
        Assert.StartsWith("--filedeployment ", Assert.Single(bench.Nanoff.Calls), StringComparison.Ordinal);
        File.Delete(bench.At("model.aed"));
        bench.Deploy("--only", "firmware").Finished();
        bench.Deploy("--only", "web").Refused(7, "--only web", "firmware, files, network or application");
    }

    [Theory]
    [InlineData("--update", 1, "firmware: nanoff ended with exit code 163; on the board now: firmware perhaps in part, files as before, network as before, application as before", "--only firmware --only files --only network --only application")]
    [InlineData("--filedeployment", 2, "firmware new, files perhaps in part, network as before, application as before", "--only files --only network --only application")]
    [InlineData("--networkdeployment", 3, "firmware new, files new, network perhaps in part, application as before", "--only network --only application")]
    [InlineData("--deploy", 4, "firmware new, files new, network new, application perhaps in part", "BOOT button")]
    public void A_step_that_fails_says_what_is_on_the_board_and_how_to_go_on(string argument, int calls, string state, string rest)
    {
        bench.Nanoff.FailAt(argument);
        bench.Deploy().Refused(11, state, rest, $"aed deploy --config {bench.Config} --port /dev/ttyUSB9");
        Assert.Equal(calls, bench.Nanoff.Calls.Length);
        Assert.Empty(bench.LeftFolders);
    }

    [Fact]
    public void A_file_that_nanoff_passes_over_is_a_failure_though_it_ends_well()
    {
        bench.Nanoff.Say("Error deploying content file /x/nf.config to I:\\nf.config");
        bench.Deploy("--only", "files").Refused(11, "files: nanoff: Error deploying content file");
    }

    [Fact]
    public void A_dry_run_runs_and_tells_nothing()
    {
        bench.Environment["PATH"] = "/usr/bin:/bin";
        var run = bench.Deploy("--dry-run", "--json");
        run.Finished();

        var all = run.Text + run.Errors;
        Assert.DoesNotContain("hush", all, StringComparison.Ordinal);
        Assert.DoesNotContain("cellar-net", all, StringComparison.Ordinal);
        Assert.Contains("nanoff --update --target ESP32_REV0 --serialport /dev/ttyUSB9", all, StringComparison.Ordinal);
        Assert.Contains("nanoff --networkdeployment PRIVATE-FOLDER/network.json --serialport /dev/ttyUSB9", all, StringComparison.Ordinal);
        Assert.Contains("\"Password\": \"***\"", all, StringComparison.Ordinal);
        Assert.Equal(4, run.Json.GetProperty("commands").GetArrayLength());
        Assert.Empty(bench.Nanoff.Calls);
        Assert.Empty(bench.LeftFolders);
    }

    [Fact]
    public void No_secret_is_in_what_is_printed_or_run_even_where_nanoff_repeats_it()
    {
        bench.Nanoff.Say($"connected to cellar-net with {DeployBench.WifiPassword}");
        var run = bench.Deploy();
        run.Finished();
        Assert.Contains("connected to *** with ***", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", run.Text + run.Errors + string.Concat(bench.Nanoff.Calls), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_updates_is_made_up_shown_once_and_kept()
    {
        bench.Configure("[care]\naccept = yes\n");
        var run = bench.Deploy("--only", "files");
        run.Finished();
        var key = Assert.Single(run.Text.Split('\n'), line => line.Contains("made up", StringComparison.Ordinal)).Trim()[^64..];
        Assert.Contains($"[care]\nkey = {key}\n", Encoding.ASCII.GetString(bench.Nanoff.Sent("nf.secrets")), StringComparison.Ordinal);
        Assert.Equal(2, run.Text.Split(key).Length);
    }

    [Fact]
    public void A_client_certificate_takes_its_key_along()
    {
        bench.Configure("certificate = sensor.pem\n");
        File.WriteAllText(bench.At("sensor.pem"), DeployBench.Pem);
        File.WriteAllText(bench.At("sensor.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        bench.Deploy("--only", "files").Refused(7, "AED_MQTT_KEY: not set");
        bench.Environment["AED_MQTT_KEY"] = "sensor.key";
        bench.Deploy("--only", "files").Finished();
        Assert.True(bench.Nanoff.Has("sensor.key"));
        File.WriteAllText(bench.At("sensor.key"), DeployBench.Pem);
        bench.Deploy("--only", "files").Refused(7, "sensor.key", "no private key");
    }

    [Fact]
    public void A_missing_nanoff_says_how_to_install_it()
    {
        bench.Environment["PATH"] = "/usr/bin:/bin";
        bench.Deploy().Refused(8, "nanoff is not installed", "dotnet tool install -g nanoff");
    }

    [Fact]
    public void What_is_wrong_is_found_before_the_board_is_touched()
    {
        bench.Environment["AED_WIFI_SSID"] = null;
        bench.Deploy().Refused(7, "AED_WIFI_SSID: not set");
        bench.Environment["AED_WIFI_SSID"] = new string('x', 33);
        bench.Deploy().Refused(7, "AED_WIFI_SSID can have 32 characters");
        File.Delete(bench.At("ca.pem"));
        bench.Deploy().Refused(7, "ca.pem: can't be read");
        File.WriteAllBytes(bench.Image, new byte[0x1C0001]);
        bench.Deploy().Refused(7, "1835009 bytes, and esp32-rev0 has room for 1835008");
        File.Delete(bench.Image);
        bench.Deploy().Refused(7, "no such file; build firmware/Esp32Aed.Firmware.sln");
        File.WriteAllText(bench.At("model.aed"), "none");
        bench.Deploy().Refused(6, "model.aed");
        bench.Configure("tsl = yes\n");
        bench.Deploy().Refused(7, "nf.config line 18: unknown key tsl");
        Assert.Empty(bench.Nanoff.Calls);
        Assert.Empty(bench.LeftFolders);
    }

    [Fact]
    public async Task Stopped_it_leaves_no_secret_behind()
    {
        bench.Nanoff.Wait();
        using var process = Process.Start(AedProcess.StartOf(bench.Environment, bench.Arguments()))!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!bench.Nanoff.IsWaiting && !process.HasExited)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.NotEmpty(bench.LeftFolders);
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("on the board now: firmware perhaps in part", await errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", await errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", await text, StringComparison.Ordinal);
        Assert.Empty(bench.LeftFolders);
    }

    public void Dispose() => bench.Dispose();
}
