using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.ModelGenerator;
using Xunit;

namespace Esp32Aed.Tests.Generating;

/// <summary>Operations of both forms of a classifier, counted: the figures of README.md.</summary>
public sealed class ClassifierFigureTests
{
    [Fact]
    public void A_network_of_10_features_and_three_layers_of_15_channels() =>
        AssertCost(Networks.Make(10, 15, 15, 15, 1), packed: 7097, generated: 3342, ilBytes: 9725);

    [Fact]
    public void A_logistic_classifier_of_20_frames_of_14_features() =>
        AssertCost(Networks.MakeLogistic(20, 14), packed: 1493, generated: 616, ilBytes: 1601);

    // The packed form's operations depend a little on the frames counted, the code's on weights that are 0.
    private static void AssertCost(Model model, int packed, int generated, int ilBytes)
    {
        var bytes = ModelWriter.ToBytes(model);
        var compiled = CompiledModel.Of(model);
        var sound = PrecisionReport.TestSound(model.SampleRate, -20);

        var ofPacked = Operations(ChainMeter.Measure(bytes, sound));
        var ofGenerated = Operations(ChainMeter.Measure(bytes, sound, ChainVariant.Straight, new GeneratedCode(ModelCode.AssemblyName, ModelCode.TypeName, compiled.Image)));

        TestContext.Current.TestOutputHelper?.WriteLine($"packed {ofPacked:F0}, generated {ofGenerated:F0}, {compiled.IlBytes} bytes");
        Assert.InRange(ofPacked, packed * 0.98, packed * 1.02);
        Assert.InRange(ofGenerated, generated * 0.98, generated * 1.02);
        Assert.InRange(compiled.IlBytes, ilBytes * 0.98, ilBytes * 1.02);
    }

    private static double Operations(ChainCost cost) =>
        (double)cost.Stages.Single(stage => string.Equals(stage.Name, "classifier", StringComparison.Ordinal)).Operations / cost.Frames;
}
