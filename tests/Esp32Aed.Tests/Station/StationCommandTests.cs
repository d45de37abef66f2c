using Esp32Aed.Station;
using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests.Station;

public sealed class StationCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-command-");

    [Fact]
    public void Devices_get_secrets_that_are_shown_once()
    {
        var added = Aed("add-device", "yard-1").Succeeded();
        var token = added.GetProperty("token").GetString()!;
        Assert.Equal(64, added.GetProperty("key").GetString()!.Length);
        Aed("add-device", "yard-1").Refused(7, "yard-1", "rotate");
        var rotated = Aed("rotate", "yard-1").Succeeded();
        Assert.NotEqual(token, rotated.GetProperty("token").GetString());
        var list = Aed("devices");
        Assert.DoesNotContain(rotated.GetProperty("token").GetString()!, list.Text, StringComparison.Ordinal);
        Assert.True(list.Json.GetProperty("devices")[0].GetProperty("has_token").GetBoolean());
        Aed("revoke", "yard-1").Succeeded();
        Assert.True(Aed("devices").Json.GetProperty("devices")[0].GetProperty("is_revoked").GetBoolean());
        Aed("revoke", "yard-2").Refused(7, "yard-2", "no such device");
        Aed("add-device", "a b").Refused(7, "NAME");
    }

    [Fact]
    public void Readers_get_a_token_that_is_shown_once()
    {
        var added = Aed("add-reader", "prometheus");
        var token = added.Succeeded().GetProperty("token").GetString()!;
        Assert.Equal(43, token.Length);
        Aed("add-reader", "prometheus").Refused(7, "prometheus", "revoke-reader");
        var list = Aed("readers");
        Assert.DoesNotContain(token, list.Text, StringComparison.Ordinal);
        Assert.Equal("prometheus", list.Json.GetProperty("readers")[0].GetProperty("reader").GetString());
        Aed("revoke-reader", "prometheus").Succeeded();
        Assert.Empty(Aed("readers").Json.GetProperty("readers").EnumerateArray());
        Aed("revoke-reader", "prometheus").Refused(7, "prometheus", "no such reader");
        Aed("add-reader", "a b").Refused(7, "NAME");
    }

    [Fact]
    public void The_store_is_backed_up_into_a_new_file()
    {
        Aed("add-device", "yard-1").Finished();
        var copy = Path.Combine(folder.FullName, "copy.db");
        Assert.True(Aed("backup", copy).Succeeded().GetProperty("bytes").GetInt64() > 0);
        using var store = new SqliteStore(copy);
        Assert.Single(store.Devices());
        Aed("backup", copy).Refused(10, "there already");
    }

    [Fact]
    public void The_password_comes_from_the_environment_or_a_terminal_and_is_told_nowhere()
    {
        var set = SetPassword("correct horse");
        Assert.True(set.Succeeded().GetProperty("is_set").GetBoolean());
        Assert.DoesNotContain("horse", set.Text + set.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(folder.FullName, "station.db"))), StringComparison.Ordinal);
        SetPassword("short").Refused(7, "passwd", "10");
        SetPassword(null).Refused(7, "passwd", "AED_STATION_PASSWORD");
        using var store = new SqliteStore(Path.Combine(folder.FullName, "station.db"));
        Assert.True(PasswordHash.Fits("correct horse", new AdminStore(store).Password()!));
    }

    [Theory]
    [InlineData(7, "--store", "--store", "mysql://x")]
    [InlineData(10, "127.0.0.1", "--store", "postgres://aed:s3cret@127.0.0.1:1/x")]
    [InlineData(7, "--http", "--http", "8480")]
    [InlineData(7, "--open", "--http", "0.0.0.0:1", "--open")]
    [InlineData(7, "--mqtt", "--mqtt", "broker:99999")]
    [InlineData(7, "--mqtt-ca", "--mqtt", "broker", "--mqtt-ca", "nothing.pem")]
    [InlineData(7, "--keep-days", "--keep-days", "0")]
    [InlineData(7, "--posts-per-minute", "--posts-per-minute", "0")]
    public void A_wrong_setting_is_told_in_one_line(int exitCode, string word, params string[] arguments)
    {
        var result = AedProcess.Run(["station", "--data", folder.FullName, .. arguments]);
        result.Refused(exitCode, word);
        Assert.DoesNotContain("s3cret", result.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private AedResult SetPassword(string? password) => AedProcess.RunWith(
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["AED_STATION_PASSWORD"] = password }, "station", "passwd", "--data", folder.FullName, "--json");

    private AedResult Aed(params string[] arguments) => AedProcess.Run(["station", .. arguments, "--data", folder.FullName, "--json"]);
}
