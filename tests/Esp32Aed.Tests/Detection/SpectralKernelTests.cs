using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;
using Esp32Aed.KernelGenerator;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The generated kernels: they are what the generator writes, as precise as asked, and within their budget.</summary>
public sealed class SpectralKernelTests
{
    private const int N = 256;
    private const int Rate = 8000;

    private static readonly TrainingSettings Thirteen = new() { Coefficients = 13 };

    [Fact]
    public void The_files_are_what_the_generator_writes()
    {
        foreach (var (path, text) in KernelFiles.Write())
        {
            var file = Path.Combine(RealData.Repository, "firmware", path);
            Assert.True(string.Equals(text, File.ReadAllText(file), StringComparison.Ordinal), $"{path}: write it again with dotnet run --project host-tools/Esp32Aed.KernelGenerator -- firmware");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(13)]
    public void A_kernel_fits_what_aed_train_makes(int coefficients) => Assert.True(HasKernel(settings => settings.Coefficients = coefficients));

    [Fact]
    public void It_fits_nothing_else()
    {
        Assert.False(HasKernel(settings => settings.Coefficients = 12));
        Assert.False(HasKernel(settings => settings.SampleRate = 8001));
        Assert.False(HasKernel(settings => settings.FloorLog2 = 23));
        Assert.False(HasKernel(settings => settings.MelEdges[3]++));
        Assert.False(HasKernel(settings => settings.MelEdges = settings.MelEdges[..^1]));
        Assert.False(HasKernel(settings => settings.FrameLength = 512));
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(-20)]
    [InlineData(-35)]
    [InlineData(-50)]
    public void Within_50_dB_of_double_precision_with_13_coefficients(double level) =>
        AssertPrecise(50, PrecisionReport.TestSound(Rate, level));

    [Fact]
    public void Within_40_dB_on_a_clean_full_scale_sweep() => AssertPrecise(40, Sound(4 * Rate, (t, _) => 32767 * Math.Sin(2 * Math.PI * ((100 * t) + (450 * t * t)))));

    [Theory]
    [InlineData("square")]
    [InlineData("slow square")]
    [InlineData("noise")]
    [InlineData("three units")]
    [InlineData("lowest value")]
    public void Nothing_overflows(string kind)
    {
        var random = new Random(1);
        var sound = Sound(Rate, (_, i) => kind switch
        {
            "square" => i % 8 < 4 ? short.MaxValue : short.MinValue,
            "slow square" => i % 64 < 32 ? short.MaxValue : short.MinValue,
            "noise" => random.Next(2) == 0 ? short.MaxValue : short.MinValue,
            "three units" => random.Next(-3, 4),
            _ => i < 40 ? 0 : short.MinValue,
        });
        var frontEnd = Make(13);
        var reference = new ReferenceFrontEnd(Settings(13), Thirteen.EdgesHertz);
        for (var at = 0; at + N <= sound.Length; at += N)
        {
            var frame = sound[at..(at + N)];
            frontEnd.Compute(frame);
            Assert.All(reference.LogMel(frame).Zip(frontEnd.LogMel), pair => Assert.InRange((pair.Second / 1024.0) - pair.First, -0.1, 0.1));
        }
    }

    [Fact]
    public void The_other_channel_does_not_matter()
    {
        var random = new Random(2);
        var (clean, dirty) = (Make(13), Make(13));
        var frame = new byte[StereoFrame.BytesOf(N)];
        foreach (var level in new[] { 3, 300, 32767 })
        {
            var samples = Sound(N, (_, _) => random.Next(-level, level + 1));
            random.NextBytes(frame);
            StereoFrame.Write(samples, 0, frame, 0, N);

            clean.Compute(samples);
            dirty.Compute(frame);

            Assert.Equal(clean.LogMel, dirty.LogMel);
            Assert.Equal(clean.Mfcc, dirty.Mfcc);
        }
    }

    [Fact]
    public void Coefficients_are_the_same_however_many_are_asked_for_and_whether_the_log_mel_values_are()
    {
        var (none, eight, thirteen) = (Make(0), Make(8), Make(13));
        eight.KeepsLogMel = false;
        var sound = PrecisionReport.TestSound(Rate, -20)[..(40 * N)];
        foreach (var frame in sound.Chunk(N))
        {
            none.Compute(frame);
            eight.Compute(frame);
            thirteen.Compute(frame);

            Assert.Equal(thirteen.Mfcc[..8], eight.Mfcc);
            Assert.Equal(thirteen.LogMel, none.Values);
            Assert.Equal(thirteen.Loudness, eight.Loudness);
        }
    }

    [Fact]
    public void Seventeen_thousand_five_hundred_operations_from_the_bytes_to_13_coefficients()
    {
        var settings = Settings(13);
        var model = new Model
        {
            FrontEnd = settings,
            FeatureScale = [.. Enumerable.Repeat(256, settings.FeatureCount)],
            Context = 1,
            Labels = ["any"],
            Logistic = [new() { Weights = new sbyte[settings.FeatureCount], Scale = 1 }],
            Decoders = [new() { On = 360, Off = 200, MinimumLength = 1, MinimumGap = 2, SplitFall = 30000, SplitRise = 30000 }],
        };

        var cost = ChainMeter.Measure(ModelWriter.ToBytes(model), PrecisionReport.TestSound(Rate, -20));

        string[] before = ["ingest", "frame", "gate", Stage.Kernel, "hearing"];
        var operations = cost.Stages.Where(stage => before.Contains(stage.Name)).Sum(stage => stage.Operations) / cost.Frames;
        Assert.InRange(operations, 10000, 17500);
        Assert.DoesNotContain(cost.Stages, stage => stage.Name is "fft" or "dct" or Stage.Other);
    }

    private static FrontEnd Make(int coefficients) => new(Settings(coefficients), FirmwareKernels.Make()) { KeepsLogMel = true };

    private static FrontEndSettings Settings(int coefficients)
    {
        var settings = (Thirteen with { Coefficients = coefficients, PositiveParts = 0 }).ToFrontEnd();
        settings.HearingRange = ushort.MaxValue;
        return settings;
    }

    private static bool HasKernel(Action<FrontEndSettings> change)
    {
        var settings = Settings(8);
        change(settings);
        return new FrontEnd(settings, FirmwareKernels.Make()).HasKernel;
    }

    private static void AssertPrecise(double leastDb, short[] sound)
    {
        var precision = FrontEndPrecision.Measure(Settings(13), Thirteen.EdgesHertz, sound);
        Assert.True(precision.LogMelDb >= leastDb && precision.MfccDb >= leastDb, $"log-mel {precision.LogMelDb:F1} dB, MFCC {precision.MfccDb:F1} dB");
    }

    private static short[] Sound(int length, Func<double, int, double> sample) =>
        [.. Enumerable.Range(0, length).Select(i => (short)Math.Round(sample((double)i / Rate, i)))];
}
