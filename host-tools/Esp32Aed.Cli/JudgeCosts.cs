using System.Globalization;
using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;

namespace Esp32Aed.Cli;

/// <summary>What judging whole clips costs, by a model that has a judge.</summary>
internal sealed class JudgeCosts
{
    private readonly ChainCost cost;

    private JudgeCosts(ChainCost cost) => this.cost = cost;

    private double IlPerFrame => (double)cost.Stages.Where(stage => stage.Name == Stage.Judge).Sum(stage => stage.Operations) / cost.Frames;

    /// <summary>Measures it; null of a model without a judge.</summary>
    public static JudgeCosts? Measure(byte[] modelFile, short[] samples, ChainVariant variant, CancellationToken stop) =>
        Model.Parse(modelFile).Judge is null ? null : new JudgeCosts(ChainMeter.MeasureOfClips(modelFile, samples, variant, stop));

    /// <summary>The costs in one line.</summary>
    public string Summary() => string.Create(
        CultureInfo.InvariantCulture,
        $"whole clips: {IlPerFrame:N0} IL operations a frame for the judge, in the place of classifier and decoders: the chain takes {cost.IlPerFrame:N0}; {cost.EndOperations:N0} once at the end of a clip");

    /// <summary>The costs for programs.</summary>
    public object Json() => new { judge_il_per_frame = IlPerFrame, il_per_frame = cost.IlPerFrame, il_at_end = cost.EndOperations };
}
