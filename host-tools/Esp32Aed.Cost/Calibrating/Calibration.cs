using Esp32Aed.Cost.Chain;

namespace Esp32Aed.Cost.Calibrating;

/// <summary>
/// A model's time on one board, from what the self-test measured there with its own model. A stage takes the time that it took in the self-test
/// times (its IL operations in this model / its IL operations in the self-test's model), both counted; for the self-test's own model that is the
/// measured time itself. What the self-test does not time alone (frame buffer, gate, tally, what leads from stage to stage) is what its whole
/// chain took beyond the timed stages, at least 0, and is scaled in the same way. The self-test runs the textbook stages; a kernel in their place
/// takes the whole chain's mean time for an operation.
/// </summary>
/// <remarks>
/// So an operation of a stage is taken to cost in this model what it costs in the self-test's: the measurement covers the flash cache and the clock
/// of this very board, the scaling does not know of other array lengths.
/// </remarks>
public sealed class Calibration
{
    private readonly Dictionary<string, double> milliseconds;

    private Calibration(Dictionary<string, double> milliseconds, double hopMs)
    {
        this.milliseconds = milliseconds;
        FrameMs = milliseconds.Values.Sum();
        Load = FrameMs / hopMs;
    }

    /// <summary>Time for one frame, ms.</summary>
    public double FrameMs { get; }

    /// <summary>Processor time for listening all the time; 1 is all there is.</summary>
    public double Load { get; }

    /// <summary>Carries the board's figures over to a model.</summary>
    /// <param name="printout">What the board measured.</param>
    /// <param name="selfTest">Counted cost of the self-test's model.</param>
    /// <param name="model">Counted cost of the model in question.</param>
    public static Calibration Of(SelfTestPrintout printout, ChainCost selfTest, ChainCost model)
    {
        var counted = selfTest.Stages.ToDictionary(stage => stage.Name, stage => (double)stage.Operations / selfTest.Frames, StringComparer.Ordinal);
        var untimed = counted.Where(stage => !printout.StageMicroseconds.ContainsKey(stage.Key)).Sum(stage => stage.Value);
        var rest = Math.Max(0, printout.WholeMicroseconds - printout.StageMicroseconds.Values.Sum());
        return new Calibration(
            model.Stages.ToDictionary(stage => stage.Name, stage => Microseconds(stage.Name, (double)stage.Operations / model.Frames) / 1000, StringComparer.Ordinal),
            model.HopMs);

        double Microseconds(string stage, double il)
        {
            if (!printout.StageMicroseconds.TryGetValue(stage, out var measured))
            {
                return untimed > 0 && counted.ContainsKey(stage) ? rest * il / untimed : Average(il);
            }

            return counted.TryGetValue(stage, out var of) ? measured * il / of : Average(il);
        }

        double Average(double il) => printout.WholeMicroseconds * il / selfTest.IlPerFrame;
    }

    /// <summary>Time of a stage for one frame, ms.</summary>
    public double StageMs(string stage) => milliseconds[stage];
}
