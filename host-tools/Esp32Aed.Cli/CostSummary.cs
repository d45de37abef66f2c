using System.Globalization;
using Esp32Aed.Cost.Boards;
using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;
using Esp32Aed.Learning;

namespace Esp32Aed.Cli;

/// <summary>The costs of a model in one line.</summary>
internal static class CostSummary
{
    /// <summary>Measured on the test sound, for the first of the known boards.</summary>
    public static string Of(Model model) =>
        Of(ChainMeter.Measure(ModelWriter.ToBytes(model), CostSound.Read(path: null, model)), Board.All[0]);

    /// <summary>The same, in a second line both forms of the classifier, and in a third the judge of whole clips if there is one.</summary>
    public static string OfForms(Model model, CancellationToken stop)
    {
        var (bytes, samples) = (ModelWriter.ToBytes(model), CostSound.Read(path: null, model));
        var costs = ClassifierCosts.Measure(bytes, samples, ChainVariant.Straight, stop);
        var judge = JudgeCosts.Measure(bytes, samples, ChainVariant.Straight, stop);
        return $"{Of(costs.Of(ClassifierCosts.Packed), Board.All[0])}\n{costs.Summary()}{(judge is null ? string.Empty : $"\n{judge.Summary()}")}";
    }

    /// <summary>What was measured, and the verdict on a board.</summary>
    public static string Of(ChainCost cost, Board board) => string.Create(
        CultureInfo.InvariantCulture,
        $"cost: {cost.IlPerFrame:N0} IL operations a frame, about {board.FrameMs(cost.IlPerFrame, Board.Plan):F1} ms of {cost.HopMs:F1} ms on {board.Name}; {Verdict.Of(cost, board).Reason}");

    /// <summary>A verdict for programs.</summary>
    public static string NameOf(Fit fit) => fit switch { Fit.Continuously => "continuous", Fit.DutyCycle => "duty_cycle", _ => "does_not_fit" };
}
