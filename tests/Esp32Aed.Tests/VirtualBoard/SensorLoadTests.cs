using System.Text;
using Esp32Aed.Cli;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Rates;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The sensor on processors that are slow, or stall.</summary>
public sealed class SensorLoadTests
{
    private const int HopMicroseconds = 32000;

    private static readonly byte[] ModelBytes = LongerEvents();
    private static readonly short[] Sound = TestModel.Bursts(60, seed: 5);

    [Theory]
    [InlineData(5)]
    [InlineData(25)]
    [InlineData(60)]
    [InlineData(90)]
    public async Task Below_its_limit_it_reports_its_load_and_loses_nothing(int percent)
    {
        var result = await PlayAsync(Sound, 63, percent, ppm: 0);
        Assert.All(result.Records, r => Assert.Equal(percent / 100.0, r.Load!.Value, 0.01));
        Assert.All(result.Records, r => Assert.Equal(0, r.LostSeconds));

        // The first interval ends when its last hop has been processed.
        Assert.All(result.Records, r => Assert.InRange(r.LengthSeconds - r.ListenedSeconds, -1e-6, 0.032));
        Assert.Equal(TestModel.CountsOf(ModelBytes, Sound), result.Counts);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(-200)]
    public async Task Drifting_clocks_are_no_loss(int ppm)
    {
        var result = await PlayAsync(TestModel.Bursts(900, 5), 880, 60, ppm);
        Assert.All(result.Records, r => Assert.Equal(0, r.LostSeconds));
        Assert.All(result.Records, r => Assert.InRange(r.ListenedSeconds, 9.984, 10.048));
    }

    [Theory]
    [InlineData(100_000, 0)]
    [InlineData(2_000_000, 2.0 - 0.256)]
    [InlineData(7_000_000, 7.0 - 0.256)]
    public async Task A_stall_is_noticed_and_its_loss_is_not_listened_to(int microseconds, double lost)
    {
        var result = await PlayAsync(Sound, 48, frame => frame == 600 ? microseconds : 16000, ppm: 0);
        Assert.Equal(lost, result.Records.Sum(r => r.LostSeconds!.Value), 0.064);
        var missing = result.Records.Sum(r => r.LengthSeconds - r.ListenedSeconds);
        Assert.InRange(missing, lost - 0.001, lost == 0 ? 0.032 : lost + 0.5);
        Assert.DoesNotContain(result.Log, line => line.StartsWith("load:", StringComparison.Ordinal));
        var perSecond = result.Counts.Values.Sum() / result.ListenedSeconds;
        Assert.InRange(perSecond, 0.9, 1.05);
    }

    [Theory]
    [InlineData(150, true)]
    [InlineData(150, false)]
    [InlineData(600, false)]
    public async Task Above_its_limit_it_listens_in_bursts_and_the_rate_is_right(int percent, bool isRegular)
    {
        var sound = isRegular ? TestModel.Bursts(3600, seed: 9) : RandomBursts(3600, seed: 9);
        var truth = TestModel.CountsOf(ModelBytes, sound).Values.Sum() / 3600.0;
        var listened = percent == 150 ? 1200 : 200;
        var result = await PlayAsync(sound, listened, percent, ppm: 0);
        Assert.Contains("load: a hop of sound takes longer than itself; listening in bursts", result.Log);
        Assert.DoesNotContain("load: listening all the time", result.Log);
        Assert.All(result.Records.Skip(3), r => Assert.Equal(percent / 100.0, r.Load!.Value, 0.02));
        Assert.All(result.Records.Skip(3), r => Assert.Equal(0, r.LostSeconds));
        var length = result.Records.Sum(r => r.LengthSeconds);
        Assert.InRange(length, listened, 3590);
        Assert.True(result.ListenedSeconds < length * 100 / percent, "it can't listen to more than it can process");

        var (low, high) = PoissonInterval.Of(result.Counts.Values.Sum(), z: 2.576);
        Assert.InRange(truth * result.ListenedSeconds, low, high);
        Assert.InRange((high - low) / (high + low), 0, 0.3);
    }

    [Fact]
    public async Task When_the_processor_is_fast_again_it_listens_all_the_time()
    {
        var result = await PlayAsync(TestModel.Bursts(900, 3), 500, frame => frame < 1000 ? 48000 : 8000, ppm: 0);
        Assert.Contains("load: listening all the time", result.Log);
        Assert.Equal(result.Records[^1].LengthSeconds, result.Records[^1].ListenedSeconds, 0.001);
        Assert.Equal(0.25, result.Records[^1].Load!.Value, 0.01);
    }

    private static Task<BoardRunResult> PlayAsync(short[] sound, double listen, int percent, int ppm) =>
        PlayAsync(sound, listen, _ => HopMicroseconds * percent / 100, ppm);

    private static async Task<BoardRunResult> PlayAsync(short[] sound, double listen, Func<long, int> microsecondsPerFrame, int ppm)
    {
        await using var receiver = await CountReceiver.StartAsync(null, TestContext.Current.CancellationToken);
        using var bench = new Bench();
        File.WriteAllBytes(Path.Combine(bench.Drive, "model.aed"), ModelBytes);
        File.WriteAllBytes(Path.Combine(bench.Drive, "nf.config"), Encoding.ASCII.GetBytes(
            "[device]\nname = a\n[microphone]\nbck = 26\nws = 25\ndata = 33\n[model]\nfile = model.aed\n"
            + $"[report]\nkind = http\nevery = 10\n[http]\nurl = {receiver.Url}\n"));
        var options = bench.Options(sound) with { MicrosecondsPerFrame = microsecondsPerFrame, I2sDriftPpm = ppm };
        var result = new BoardRun(options) { ListenSeconds = listen, IntervalSeconds = 10 }.Play(Esp32Aed.Sensor.Program.Main, CancellationToken.None);
        Assert.Equal(BoardRunEnd.Complete, result.End);
        return result;
    }

    private static byte[] LongerEvents()
    {
        var model = Model.Parse(TestModel.Bytes);
        foreach (var decoder in model.Decoders)
        {
            decoder.MinimumLength = 3;
            decoder.MinimumGap = 4;
        }

        return ModelWriter.ToBytes(model);
    }

    /// <summary>Bursts of 0.2 s after pauses of random length, two seconds on average, over faint noise.</summary>
    private static short[] RandomBursts(int seconds, int seed)
    {
        var random = new Random(seed);
        var samples = new short[seconds * TestModel.SampleRate];
        double dull = 0;
        var next = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var noise = (2 * random.NextDouble()) - 1;
            dull += 0.1 * (noise - dull);
            if (i > next + 1600)
            {
                next = i + 3000 - (int)(13000 * Math.Log(1 - random.NextDouble()));
            }

            samples[i] = (short)Math.Clamp((i >= next ? 40000 * dull : 0) + (50 * noise), short.MinValue, short.MaxValue);
        }

        return samples;
    }
}
