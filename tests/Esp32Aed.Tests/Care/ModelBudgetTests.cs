using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests.Care;

/// <summary>The estimate on the board against what <c>aed cost</c> counts.</summary>
public sealed class ModelBudgetTests
{
    public static TheoryData<string> Shipped => [.. Directory.GetFiles(Path.Combine(RealData.Repository, "models"), ModelFile.Name, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(RealData.Repository, file).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Shipped_models_fit_and_cost_no_more_than_estimated(string path) => Compare(File.ReadAllBytes(Path.Combine(RealData.Repository, path)));

    [Fact]
    public void A_logistic_model_fits() => Compare(TestModel.Bytes);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void With_textbook_stages_they_are_refused(string path)
    {
        var bytes = File.ReadAllBytes(Path.Combine(RealData.Repository, path));
        var budget = new ModelBudget(Model.Parse(bytes), []);
        var counted = ChainMeter.Measure(bytes, TestModel.Bursts(1, 3), ChainVariant.Textbook);
        Assert.InRange(budget.Operations, counted.IlPerFrame, 1.25 * counted.IlPerFrame);
        Assert.InRange(budget.HeapBytes, counted.HeapBytes, 1.5 * counted.HeapBytes);
        Assert.Contains("% of the processor", Assert.Throws<UpdateException>(budget.Require).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_of_load_and_heap()
    {
        var model = Model.Parse(TestModel.Bytes);
        model.Logistic[0].Weights = new sbyte[4000];
        new ModelBudget(model, FirmwareKernels.Make()).Require();
        model.FrontEnd.HopLength = 128;
        Assert.Contains("% of the processor", Refused(model), StringComparison.Ordinal);
        model.FrontEnd.HopLength = 256;
        model.Logistic[0].Weights = new sbyte[4500];
        Assert.Contains("bytes of memory", Refused(model), StringComparison.Ordinal);
    }

    private static string Refused(Model model) => Assert.Throws<UpdateException>(new ModelBudget(model, FirmwareKernels.Make()).Require).Message;

    private static void Compare(byte[] bytes)
    {
        var model = Model.Parse(bytes);
        var budget = new ModelBudget(model, FirmwareKernels.Make());
        var counted = ChainMeter.Measure(bytes, TestModel.Bursts(1, 3), ChainVariant.Compact);
        Assert.InRange(budget.Operations, counted.IlPerFrame, 1.25 * counted.IlPerFrame);
        Assert.InRange(budget.HeapBytes, counted.HeapBytes, 1.5 * counted.HeapBytes);
        budget.Require();
        if (model.Judge is not null)
        {
            var ofClips = ChainMeter.MeasureOfClips(bytes, TestModel.Bursts(1, 3), ChainVariant.Compact);
            Assert.InRange(ofClips.IlPerFrame, 1, budget.Operations);
            Assert.InRange(ofClips.HeapBytes, 1, budget.HeapBytes);
        }
    }
}
