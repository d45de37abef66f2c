using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using Esp32Aed.ModelGenerator;
using Xunit;

namespace Esp32Aed.Tests.Networks;

/// <summary>Budgets are kept, and are what <c>aed cost</c> counts.</summary>
public sealed class NetworkSearchTests
{
    [Theory]
    [InlineData(3000, ClassifierForm.Packed)]
    [InlineData(8000, ClassifierForm.Packed)]
    [InlineData(20000, ClassifierForm.Packed)]
    [InlineData(3000, ClassifierForm.Generated)]
    [InlineData(8000, ClassifierForm.Generated)]
    public void Candidates_are_the_largest_within_the_budget(int budget, ClassifierForm form)
    {
        var candidates = NetworkSearch.Candidates(new NetworkSettings { Budget = budget, Form = form }, 10, 1);

        Assert.NotEmpty(candidates);
        Assert.All(candidates, shape =>
        {
            Assert.InRange(NetworkCost.Operations(form, shape, 10, 1), 1, budget);
            Assert.InRange(shape.FileBytes(10, 1), 1, 12 * 1024);
            Assert.InRange(shape.StateBytes(10, 1), 1, 8 * 1024);
        });
        Assert.Contains(candidates, shape => Wider(shape, 4) is var wider
            && (NetworkCost.Operations(form, wider, 10, 1) > budget || wider.FileBytes(10, 1) > 12 * 1024 || wider.StateBytes(10, 1) > 8 * 1024));
    }

    [Fact]
    public void A_budget_for_nothing_has_no_candidates() => Assert.Empty(NetworkSearch.Candidates(new NetworkSettings { Budget = 200 }, 10, 1));

    [Theory]
    [InlineData("3x1x12 3x2x12 3x4x12 3x8x12", 1)]
    [InlineData("3x1x15 3x3x15 3x9x15", 1)]
    [InlineData("3x1x24 2x2x7 5x1x20", 10)]
    public void Estimated_operations_are_those_that_are_counted(string text, int classes)
    {
        var shape = NetworkPassTests.Shape(text);
        var model = Random(shape, classes);

        Assert.InRange(NetworkCost.Operations(shape, model.FrontEnd.FeatureCount, classes) / Counted(model, generated: null), 0.97, 1.03);
    }

    [Theory]
    [InlineData("3x1x12 3x2x12 3x4x12 3x8x12", 1)]
    [InlineData("1x1x15 3x1x18 3x2x18 3x4x18", 1)]
    [InlineData("3x1x24 2x2x7 5x1x20", 10)]
    public void Operations_of_generated_code_are_estimated_from_above(string text, int classes)
    {
        var shape = NetworkPassTests.Shape(text);
        var model = Random(shape, classes);
        var code = new GeneratedCode(ModelCode.AssemblyName, ModelCode.TypeName, CompiledModel.Of(model).Image);

        Assert.InRange(GeneratedCost.Operations(shape, model.FrontEnd.FeatureCount, classes) / Counted(model, code), 1, 1.12);
    }

    [Fact]
    public void The_rounds_end_where_validation_stops_improving()
    {
        var curve = new LearningCurve(NetworkPassTests.Shape("1x1x1"), [1, 1, 1, 1, 1], [0.9, 0.5, 0.505, 0.6, 0.7]);

        Assert.Equal(3, curve.Rounds);
        Assert.Equal(0.5, curve.BestLoss);
    }

    private static NetworkShape Wider(NetworkShape shape, int channels) =>
        new([.. shape.Hidden.Select(layer => layer with { Channels = layer.Channels + channels })]);

    private static Model Random(NetworkShape shape, int classes)
    {
        var random = new Random(1);
        var frontEnd = TrainingSettings.OfNetwork.ToFrontEnd();
        var features = frontEnd.FeatureCount;
        var layers = shape.Layers(features, classes).Select(part => new ConvLayerWeights
        {
            Kernel = part.Layer.Kernel,
            Dilation = part.Layer.Dilation,
            Inputs = part.Inputs,
            Outputs = part.Layer.Channels,
            Shift = 6,
            Biases = new int[part.Layer.Channels],
            Weights = [.. Enumerable.Range(0, part.Layer.Kernel * part.Inputs * part.Layer.Channels).Select(_ => (sbyte)random.Next(-60, 61))],
        }).ToArray();
        return Model.Parse(ModelWriter.ToBytes(new Model
        {
            FrontEnd = frontEnd,
            FeatureScale = [.. Enumerable.Repeat(256, features)],
            LookAhead = 1,
            Labels = [.. Enumerable.Range(0, classes).Select(c => $"class {c}")],
            Network = new ConvNetwork { Layers = layers, Scales = [.. Enumerable.Repeat(100, classes)] },
            Decoders = [.. Enumerable.Range(0, classes).Select(_ => new DecoderSettings { On = 360, Off = 200, MinimumLength = 1, MinimumGap = 2, SplitFall = 30000, SplitRise = 30000 })],
        }));
    }

    private static double Counted(Model model, GeneratedCode? generated)
    {
        var cost = ChainMeter.Measure(ModelWriter.ToBytes(model), PrecisionReport.TestSound(8000, -20), ChainVariant.Straight, generated);
        return (double)cost.Stages.Single(stage => stage.Name == "classifier").Operations / cost.Frames;
    }
}
