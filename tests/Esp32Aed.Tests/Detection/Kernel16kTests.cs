using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The kernel for 16 kHz is as precise as the one for 8 kHz.</summary>
public sealed class Kernel16kTests
{
    private const int N = 512;
    private const int Rate = 16000;

    private static readonly TrainingSettings Thirteen = new() { SampleRate = Rate, Coefficients = 13 };

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(13)]
    public void Fits_what_aed_train_makes(int coefficients) =>
        Assert.True(new FrontEnd((Thirteen with { Coefficients = coefficients }).ToFrontEnd(), FirmwareKernels.Make()).HasKernel);

    [Fact]
    public void Fits_nothing_else()
    {
        Assert.False(new FrontEnd((Thirteen with { Bands = 24 }).ToFrontEnd(), FirmwareKernels.Make()).HasKernel);
        Assert.False(new FrontEnd((Thirteen with { Coefficients = 12 }).ToFrontEnd(), FirmwareKernels.Make()).HasKernel);
        Assert.False(new FrontEnd((Thirteen with { FloorLog2 = 32 }).ToFrontEnd(), FirmwareKernels.Make()).HasKernel);
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(-20)]
    [InlineData(-35)]
    [InlineData(-50)]
    public void Within_50_dB_of_double_precision_with_13_coefficients(double level) =>
        AssertPrecise(50, PrecisionReport.TestSound(Rate, level));

    [Fact]
    public void Within_50_dB_on_real_coughs_with_13_coefficients()
    {
        var set = LabelledRecordings.Open(RealData.Require("strong", "cough"), _ => { });
        var recordings = set.Items.Where(item => item.Events!.Count > 0).Take(10).SelectMany(item => LabelledRecordings.Read(item, Rate, _ => { }).Samples);

        AssertPrecise(50, [.. recordings], every: 8);
    }

    [Fact]
    public void Within_40_dB_on_a_clean_full_scale_sweep() =>
        AssertPrecise(40, Sound(4 * Rate, i => 32767 * Math.Sin(2 * Math.PI * ((100.0 * i / Rate) + (900 * Math.Pow((double)i / Rate, 2))))));

    [Theory]
    [InlineData("square")]
    [InlineData("slow square")]
    [InlineData("noise")]
    [InlineData("three units")]
    [InlineData("lowest value")]
    public void Nothing_overflows(string kind)
    {
        var random = new Random(1);
        var sound = Sound(16 * N, i => kind switch
        {
            "square" => i % 8 < 4 ? short.MaxValue : short.MinValue,
            "slow square" => i % 64 < 32 ? short.MaxValue : short.MinValue,
            "noise" => random.Next(2) == 0 ? short.MaxValue : short.MinValue,
            "three units" => random.Next(-3, 4),
            _ => i < 40 ? 0 : short.MinValue,
        });
        var settings = Settings();
        var frontEnd = new FrontEnd(settings, FirmwareKernels.Make()) { KeepsLogMel = true };
        var reference = new ReferenceFrontEnd(settings, Thirteen.EdgesHertz);
        foreach (var frame in sound.Chunk(N))
        {
            frontEnd.Compute(frame);
            Assert.All(reference.LogMel(frame).Zip(frontEnd.LogMel), pair => Assert.InRange((pair.Second / 1024.0) - pair.First, -0.1, 0.1));
        }
    }

    [Fact]
    public void The_other_channel_does_not_matter()
    {
        var random = new Random(2);
        var (clean, dirty) = (new FrontEnd(Settings(), FirmwareKernels.Make()), new FrontEnd(Settings(), FirmwareKernels.Make()));
        var frame = new byte[StereoFrame.BytesOf(N)];
        foreach (var level in new[] { 3, 300, 32767 })
        {
            var samples = Sound(N, _ => random.Next(-level, level + 1));
            random.NextBytes(frame);
            StereoFrame.Write(samples, 0, frame, 0, N);

            clean.Compute(samples);
            dirty.Compute(frame);

            Assert.Equal(clean.Mfcc, dirty.Mfcc);
        }
    }

    private static FrontEndSettings Settings()
    {
        var settings = Thirteen.ToFrontEnd();
        settings.HearingRange = ushort.MaxValue;
        return settings;
    }

    private static void AssertPrecise(double leastDb, short[] sound, int every = 1)
    {
        var precision = FrontEndPrecision.Measure(Settings(), Thirteen.EdgesHertz, sound, every);
        Assert.True(precision.LogMelDb >= leastDb && precision.MfccDb >= leastDb, $"log-mel {precision.LogMelDb:F1} dB, MFCC {precision.MfccDb:F1} dB");
    }

    private static short[] Sound(int length, Func<int, double> sample) => [.. Enumerable.Range(0, length).Select(i => (short)Math.Round(sample(i)))];
}
