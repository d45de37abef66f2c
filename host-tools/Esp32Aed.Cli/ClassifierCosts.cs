using System.Globalization;
using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;
using Esp32Aed.ModelGenerator;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli;

/// <summary>A model's chain with both forms of its weights, packed and as code, so that they can be compared.</summary>
internal sealed class ClassifierCosts
{
    /// <summary>Weights from the model file, packed.</summary>
    public const string Packed = "packed";

    /// <summary>Weights as code.</summary>
    public const string Generated = "generated";

    private readonly ChainCost packed;
    private readonly ChainCost? generated;
    private readonly int generatedBytes;
    private readonly UserFaultException? refusal;

    private ClassifierCosts(ChainCost packed, ChainCost? generated, int generatedBytes, UserFaultException? refusal) =>
        (this.packed, this.generated, this.generatedBytes, this.refusal) = (packed, generated, generatedBytes, refusal);

    /// <summary>Refuses any other name.</summary>
    public static void RequireKnown(string name)
    {
        if (name is not (Packed or Generated))
        {
            throw new UserFaultException(FaultKind.Settings, $"--classifier {name}: unknown; choose {Packed} or {Generated}");
        }
    }

    /// <summary>Measures both; a model that is too large as code is measured packed only.</summary>
    public static ClassifierCosts Measure(byte[] modelFile, short[] samples, ChainVariant variant, CancellationToken stop)
    {
        var fromFile = ChainMeter.Measure(modelFile, samples, variant, stop: stop);
        try
        {
            var compiled = CompiledModel.Of(Model.Parse(modelFile));
            var code = new GeneratedCode(ModelCode.AssemblyName, ModelCode.TypeName, compiled.Image);
            return new ClassifierCosts(fromFile, ChainMeter.Measure(modelFile, samples, variant, code, stop), compiled.IlBytes, null);
        }
        catch (UserFaultException fault)
        {
            return new ClassifierCosts(fromFile, null, 0, fault);
        }
    }

    /// <summary>The chain's cost with one form.</summary>
    public ChainCost Of(string name) => name == Packed ? packed : generated ?? throw refusal!;

    /// <summary>Both in one line.</summary>
    public string Summary() => generated is null
        ? string.Create(CultureInfo.InvariantCulture, $"classifier: {IlOf(packed):N0} IL operations a frame packed; {refusal!.Message}")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"classifier: {IlOf(packed):N0} IL operations a frame packed (the model file can be replaced), {IlOf(generated):N0} as code (aed generate; {generatedBytes:N0} bytes of IL), with which the chain takes {generated.IlPerFrame:N0}");

    /// <summary>Both for programs.</summary>
    public object Json() => new
    {
        packed_il_per_frame = IlOf(packed),
        packed_cost_per_frame = CostOf(packed),
        generated_il_per_frame = generated is null ? (double?)null : IlOf(generated),
        generated_cost_per_frame = generated is null ? (double?)null : CostOf(generated),
        generated_code_bytes = generated is null ? (int?)null : generatedBytes,
    };

    private static double IlOf(ChainCost cost) => (double)cost.Stages.Where(IsClassifier).Sum(stage => stage.Operations) / cost.Frames;

    private static double CostOf(ChainCost cost) => cost.Stages.Where(IsClassifier).Sum(stage => stage.Cost) / cost.Frames;

    private static bool IsClassifier(StageCost stage) => string.Equals(stage.Name, "classifier", StringComparison.Ordinal);
}
