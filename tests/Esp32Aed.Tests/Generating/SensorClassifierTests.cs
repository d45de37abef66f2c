using System.Text;
using Esp32Aed.Cli;
using Esp32Aed.Detection;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests.Generating;

/// <summary>The sensor takes the generated code for its own model and the packed form for any other: a model file needs no new build.</summary>
public sealed class SensorClassifierTests
{
    private static readonly byte[] Shipped = File.ReadAllBytes(Path.Combine(RealData.Repository, "models", "cough", "model.aed"));

    [Fact]
    public async Task With_the_shipped_model_it_runs_the_code() =>
        Assert.Contains("model: as generated code", await LogAsync(Shipped));

    [Fact]
    public async Task With_another_model_it_runs_that_packed() =>
        Assert.Contains("model: packed, for the generated code in this image is of another model", await LogAsync(TestModel.Bytes));

    // The counts it posts are those of the packed chain, whatever it runs.
    private static async Task<IReadOnlyList<string>> LogAsync(byte[] model)
    {
        var rate = Model.Parse(model).SampleRate;
        var sound = TestModel.Bursts(20.0 * rate / TestModel.SampleRate, seed: 5);
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        using var bench = new Bench();
        File.WriteAllBytes(Path.Combine(bench.Drive, "model.aed"), model);
        File.WriteAllBytes(Path.Combine(bench.Drive, "nf.config"), Encoding.ASCII.GetBytes(
            "[device]\nname = a\n[microphone]\nbck = 26\nws = 25\ndata = 33\n[model]\nfile = model.aed\n"
            + $"[report]\nkind = http\nevery = 10\n[http]\nurl = {receiver.Url}\n"));
        var options = bench.Options() with { Sound = new BoardSound(sound, rate) };
        var result = new BoardRun(options) { ListenSeconds = 23, IntervalSeconds = 10 }.Play(Esp32Aed.Sensor.Program.Main, CancellationToken.None);
        Assert.Equal(BoardRunEnd.Complete, result.End);
        Assert.Equal(TestModel.CountsOf(model, sound), result.Counts);
        return result.Log;
    }
}
