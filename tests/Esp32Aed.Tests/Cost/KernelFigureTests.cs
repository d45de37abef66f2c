using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests.Cost;

/// <summary>Operations, code and heap of the chain with each kernel, 13 coefficients and a logistic model of 16 features, counted.</summary>
public sealed class KernelFigureTests
{
    // What whole chains may take, and what of it is the classifier's, and the decoder's with the tally's.
    private const int Chain8k = 19_500;
    private const int Chain16k = 39_000;
    private const int Classifier = 1_500;
    private const int Events = 400;

    private static readonly string[] KernelStages = [Stage.Kernel, "log"];

    [Fact]
    public void The_compact_kernel_takes_16_KB_and_22_194_operations()
    {
        var cost = Measure(8000, ChainVariant.Compact);

        Assert.InRange(cost.AssemblyBytes["Esp32Aed.Kernel8kCompact"], 1, 16 * 1024);
        Assert.InRange(Operations(cost, KernelStages), 22_000, 22_300);
        Assert.DoesNotContain(cost.Stages, stage => string.Equals(stage.Name, Stage.Other, StringComparison.Ordinal));
    }

    [Fact]
    public void The_straight_kernel_takes_16_074_operations_and_at_most_60_KB()
    {
        var cost = Measure(8000, ChainVariant.Straight);

        Assert.InRange(cost.AssemblyBytes["Esp32Aed.Kernel8k"], 1, 60 * 1024);
        Assert.InRange(Operations(cost, KernelStages), 15_900, 16_150);
    }

    [Fact]
    public void The_chain_at_8_kHz_takes_19_500_operations_and_a_fourth_of_the_textbook_s_cost()
    {
        var cost = Measure(8000, ChainVariant.Straight);

        Assert.InRange(cost.IlPerFrame, 15_000, Chain8k);
        Assert.InRange(Operations(cost, ["classifier"]), 1_000, Classifier);
        Assert.InRange(Operations(cost, ["decoder", "tally"]), 10, Events);
        Assert.InRange(Measure(8000, ChainVariant.Textbook).CostPerFrame / cost.CostPerFrame, 4, 10);
    }

    [Fact]
    public void The_chain_at_16_kHz_takes_39_000_operations()
    {
        var cost = Measure(16000, ChainVariant.Straight);

        Assert.InRange(cost.IlPerFrame, 30_000, Chain16k);
        Assert.InRange(cost.AssemblyBytes["Esp32Aed.Kernel16k"], 1, 60 * 1024);
        Assert.InRange(cost.AssemblyBytes["Esp32Aed.Kernel16kEven"], 1, 60 * 1024);
        Assert.DoesNotContain(cost.Stages, stage => string.Equals(stage.Name, Stage.Other, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(8000, ChainVariant.Straight)]
    [InlineData(8000, ChainVariant.Compact)]
    [InlineData(16000, ChainVariant.Straight)]
    public void The_heap_is_within_24_KB(int sampleRate, ChainVariant variant) => Assert.InRange(Measure(sampleRate, variant).HeapBytes, 8 * 1024, 24 * 1024);

    private static double Operations(ChainCost cost, string[] stages) =>
        (double)cost.Stages.Where(stage => stages.Contains(stage.Name)).Sum(stage => stage.Operations) / cost.Frames;

    private static ChainCost Measure(int sampleRate, ChainVariant variant)
    {
        var settings = new TrainingSettings { SampleRate = sampleRate, Coefficients = 13, PositiveParts = 1 };
        var frontEnd = settings.ToFrontEnd();
        var model = new Model
        {
            FrontEnd = frontEnd,
            FeatureScale = [.. Enumerable.Repeat(256, frontEnd.FeatureCount)],
            Context = settings.Context,
            LookAhead = settings.LookAhead,
            Labels = ["any"],
            Logistic = [new() { Weights = [.. Enumerable.Range(0, settings.Context * frontEnd.FeatureCount).Select(i => (sbyte)((i % 100) + 1))], Scale = 1 }],
            Decoders = [new() { On = 360, Off = 200, MinimumLength = 1, MinimumGap = 2, SplitFall = 30000, SplitRise = 30000 }],
        };
        return ChainMeter.Measure(ModelWriter.ToBytes(model), PrecisionReport.TestSound(sampleRate, -20), variant);
    }
}
