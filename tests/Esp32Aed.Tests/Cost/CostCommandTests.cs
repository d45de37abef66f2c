using System.Text.Json;
using Esp32Aed.Sound;
using Esp32Aed.Tests.Cli;
using Xunit;

namespace Esp32Aed.Tests.Cost;

/// <summary><c>aed cost</c> as a user runs it.</summary>
public sealed class CostCommandTests : IDisposable
{
    private static readonly string Model = Path.Combine(RealData.Repository, "models", "cough");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-tests-");

    [Fact]
    public void Json_holds_the_contract()
    {
        var json = AedProcess.Run("cost", Model, "--json").Succeeded();

        Assert.All(
            ["il_per_frame", "cost_per_frame", "code_bytes", "heap_bytes", "textbook_cost_ratio", "log_mel_snr_db", "mfcc_snr_db"],
            name => Assert.True(json.GetProperty(name).GetDouble() > 0, name));
        var stages = json.GetProperty("stages").EnumerateArray().ToList();
        Assert.Equal(json.GetProperty("il_per_frame").GetDouble(), stages.Sum(stage => stage.GetProperty("il_per_frame").GetDouble()), 3);
        Assert.Equal(json.GetProperty("cost_per_frame").GetDouble(), stages.Sum(stage => stage.GetProperty("cost_per_frame").GetDouble()), 3);
        Assert.All(stages, stage => Assert.Equal(JsonValueKind.String, stage.GetProperty("name").ValueKind));
        Assert.True(json.GetProperty("textbook_cost_ratio").GetDouble() >= 1);
        Assert.True(json.GetProperty("log_mel_snr_db").GetDouble() >= 50);
        Assert.True(json.GetProperty("mfcc_snr_db").GetDouble() >= 50);
        Assert.InRange(json.GetProperty("heap_bytes").GetInt32(), 1, 40 * 1024);
    }

    [Fact]
    public void The_compact_kernel_has_less_code_and_more_operations_and_the_same_precision()
    {
        var straight = AedProcess.Run("cost", Model, "--json").Succeeded();
        var compact = AedProcess.Run("cost", Model, "--json", "--kernel", "compact").Succeeded();

        Assert.True(compact.GetProperty("il_per_frame").GetDouble() > straight.GetProperty("il_per_frame").GetDouble());
        Assert.True(compact.GetProperty("code_bytes").GetInt32() < straight.GetProperty("code_bytes").GetInt32() - 20_000);
        Assert.Equal(straight.GetProperty("log_mel_snr_db").GetDouble(), compact.GetProperty("log_mel_snr_db").GetDouble());
    }

    [Fact]
    public void An_unknown_kernel_is_refused() =>
        AedProcess.Run("cost", Model, "--kernel", "small").Refused(7, "--kernel small: unknown; choose straight, compact or textbook");

    [Fact]
    public void People_get_a_picture_and_a_verdict()
    {
        var sound = Write("short.wav", TestModel.Bursts(1, seed: 1));

        var run = AedProcess.Run("cost", Model, "--sound", sound, "--board", "ESP32-C3");

        run.Finished();
        Assert.Contains("classifier", run.Text, StringComparison.Ordinal);
        Assert.Contains("██", run.Text, StringComparison.Ordinal);
        Assert.Contains("on esp32-c3; fits", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_heard_where_it_is_loudest()
    {
        var clicks = new short[5 * TestModel.SampleRate];
        Array.Fill(clicks, (short)1);
        clicks[35_000] = 20_000;
        Write("a.wav", clicks);
        Write("b.wav", TestModel.Bursts(1, seed: 2));

        // 2 s of the one, all of the other: 24,000 samples are 93 frames.
        Assert.Equal(93, AedProcess.Run("cost", Model, "--sound", folder.FullName, "--json").Succeeded().GetProperty("frames").GetInt32());
    }

    [Fact]
    public void Digital_silence_does_not_make_it_look_cheap()
    {
        var bursts = TestModel.Bursts(1, seed: 2)[..(20 * TestModel.HopLength)];
        var alone = Write("alone.wav", bursts);
        var padded = Write("padded.wav", [.. bursts, .. new short[30 * TestModel.HopLength]]);

        string[] figures = [.. new[] { alone, padded }.Select(sound =>
            AedProcess.Run("cost", Model, "--sound", sound, "--json").Succeeded().GetProperty("il_per_frame").GetRawText())];

        Assert.Equal(figures[0], figures[1]);
        AedProcess.Run("cost", Model, "--sound", Write("silent.wav", new short[1000])).Refused(3, "digital silence");
    }

    [Fact]
    public void What_can_not_be_used_is_said_in_one_line()
    {
        AedProcess.Run("cost", Model, "--board", "esp8266").Refused(7, "--board esp8266", "esp32-rev0", "esp32-c3");
        AedProcess.Run("cost", Path.Combine(folder.FullName, "none.aed")).Refused(6, "none.aed");
        AedProcess.Run("cost", Model, "--sound", folder.FullName).Refused(3, "no sound file");
        AedProcess.Run("cost", Model, "--sound", Write("tiny.wav", new short[255])).Refused(3, "tiny.wav", "255", "256");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Write(string name, short[] samples)
    {
        var path = Path.Combine(folder.FullName, name);
        WavFile.Write(path, samples, TestModel.SampleRate);
        return path;
    }
}
