using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests.Power;

/// <summary><c>aed plan</c> and <c>aed boards</c> as a user runs them.</summary>
public sealed class PlanCommandTests : IDisposable
{
    private const string Hourly = """
        [device]
        name = yard-1
        [microphone]
        bck = 26
        ws = 25
        data = 33
        supply = 32
        [model]
        file = model.aed
        [power]
        mode = cycle
        listen = 60
        every = 600
        [report]
        kind = http
        every = 60
        post = 3600
        [http]
        url = http://192.168.1.10/counts
        [wifi]
        address = 192.168.1.20
        mask = 255.255.255.0
        gateway = 192.168.1.1
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-tests-");

    [Fact]
    public void The_days_are_those_of_a_calculation_by_hand()
    {
        var json = AedProcess.Run("plan", "--config", Config(Hourly), "--board", "esp32-psram", "--carrier", "battery-board", "--temperature", "25", "--json").Succeeded();

        // See DutyPlanTests.
        Assert.Equal(2340 / 136.568803, json.GetProperty("days").GetDouble(), 4);
        Assert.Equal(24, json.GetProperty("posts_per_day").GetDouble());
        Assert.Equal(
            json.GetProperty("average_ma").GetDouble() * 24, json.GetProperty("uses").EnumerateArray().Sum(use => use.GetProperty("mah_per_day").GetDouble()), 4);
        Assert.All(json.GetProperty("sources").EnumerateArray(), source => Assert.NotEmpty(source.GetProperty("source").GetString()!));
    }

    [Fact]
    public void Twice_the_capacity_lasts_twice_as_long_but_for_its_self_discharge()
    {
        var json = AedProcess.Run(
            "plan", "--config", Config(Hourly), "--board", "esp32-psram", "--carrier", "battery-board", "--temperature", "25", "--battery", "5200", "--json").Succeeded();
        Assert.Equal(4680 / (136.568803 + 2.6), json.GetProperty("days").GetDouble(), 4);
    }

    [Fact]
    public void People_are_told_what_to_change_first()
    {
        var run = AedProcess.Run("plan", "--config", Config(Hourly));
        run.Finished();
        Assert.Contains("where the charge goes", run.Text, StringComparison.Ordinal);
        Assert.Contains("what to change first:", run.Text, StringComparison.Ordinal);
        Assert.Contains("days on esp32-rev0 (devkit)", run.Text, StringComparison.Ordinal);
        Assert.Contains("ESP32 Series Datasheet", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--temperature", "-30", "a lithium-ion cell works from -20 to 60 degrees")]
    [InlineData("--battery", "big", "write 18650, or the capacity in mAh")]
    [InlineData("--battery", "-5", "write 18650, or the capacity in mAh")]
    [InlineData("--carrier", "breadboard", "unknown; choose one of devkit, battery-board")]
    [InlineData("--board", "esp8266", "unknown; choose one of esp32-rev0")]
    public void Wrong_options_are_refused(string option, string value, string words) =>
        AedProcess.Run("plan", "--config", Config(Hourly), option, value).Refused(7, option, value, words);

    [Fact]
    public void Wrong_settings_are_refused_with_their_line()
    {
        AedProcess.Run("plan", "--config", Config(Hourly.Replace("cycle", "sometimes", StringComparison.Ordinal))).Refused(7, "nf.config line 11", "always or cycle");
        AedProcess.Run("plan", "--config", Config(Hourly.Replace("yard-1", "yard-1\nboard = esp8266", StringComparison.Ordinal))).Refused(7, "nf.config: board = esp8266: unknown");
        AedProcess.Run("plan", "--config", Path.Combine(folder.FullName, "none.config")).Refused(7, "no such file");
    }

    [Fact]
    public void Boards_are_listed_with_the_names_that_nanoff_knows()
    {
        var json = AedProcess.Run("boards", "--json").Succeeded();
        var boards = json.GetProperty("boards").EnumerateArray().ToDictionary(board => board.GetProperty("name").GetString()!, StringComparer.Ordinal);
        Assert.Equal("ESP32_REV0", boards["esp32-rev0"].GetProperty("target").GetString());
        Assert.Equal((0x1C0000, 0x40000), (boards["esp32-rev3"].GetProperty("deployment_bytes").GetInt32(), boards["esp32-rev3"].GetProperty("drive_bytes").GetInt32()));
        Assert.Equal((240, 160), (boards["esp32-s3"].GetProperty("megahertz").GetInt32(), boards["esp32-c3"].GetProperty("megahertz").GetInt32()));
    }

    [Fact]
    public void A_model_gets_the_verdict_of_each_board_and_days_of_battery()
    {
        var model = Path.Combine(RealData.Repository, "models", "cough");
        var boards = AedProcess.Run("boards", model, "--json").Succeeded().GetProperty("boards").EnumerateArray().ToList();
        Assert.All(boards, board => Assert.Contains(board.GetProperty("verdict").GetString(), (string[])["continuous", "duty_cycle", "does_not_fit"]));
        Assert.All(boards, board => Assert.True(board.GetProperty("days_battery_board").GetDouble() > board.GetProperty("days_devkit").GetDouble()));
        var cost = AedProcess.Run("cost", model, "--json").Succeeded();
        Assert.Equal(cost.GetProperty("verdict").GetString(), boards[0].GetProperty("verdict").GetString());
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Config(string text)
    {
        var path = Path.Combine(folder.FullName, "nf.config");
        File.WriteAllText(path, text);
        return path;
    }
}
