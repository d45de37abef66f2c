using Esp32Aed.Cost.Chain;

namespace Esp32Aed.Cost.Calibrating;

/// <summary>
/// A model's time on one board, from what the self-test measured there with its own model. A stage takes the time that it took in the self-test
/// times (its IL operations in this model / its IL operations in the self-test's model), both counted; for the self-test's own model that is the
/// measured time itself. A kernel was timed with all spectral stages that it calls, and shares its time among them by their operations. What the
/// self-test does not time alone (frame buffer, gate, tally, what leads from stage to stage) is what its whole chain took beyond the timed
/// stages, at least 0, and is scaled in the same way. A stage or kernel that it did not run takes its whole chain's mean time for an operation.
/// </summary>
/// <remarks>
/// So an operation of a stage is taken to cost in this model what it costs in the self-test's: the measurement covers the flash cache and the clock
/// of this very board, the scaling does not know of other array lengths.
/// </remarks>
public sealed class Calibration
{
    private static readonly string[] OfKernel = [Stage.Kernel, "ingest", "window", "fft", "power", "mel", "log", "hearing", "dct"];

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
    /// <param name="selfTest">Counted cost of the self-test's model, with a kernel that is in the printout or with the textbook stages.</param>
    /// <param name="model">Counted cost of the model in question.</param>
    public static Calibration Of(SelfTestPrintout printout, ChainCost selfTest, ChainCost model)
    {
        var kernel = selfTest.Kernel is { } name ? printout.Kernels[name] : null;
        var timed = printout.StageMicroseconds.Where(stage => kernel is null || !OfKernel.Contains(stage.Key, StringComparer.Ordinal))
            .Select(stage => (Stages: new[] { stage.Key }, Microseconds: stage.Value)).ToList();
        if (kernel is not null)
        {
            timed.Add((OfKernel, kernel.Microseconds));
        }

        var counted = selfTest.Stages.ToDictionary(stage => stage.Name, stage => (double)stage.Operations / selfTest.Frames, StringComparer.Ordinal);
        var untimed = counted.Where(stage => !timed.Any(part => part.Stages.Contains(stage.Key, StringComparer.Ordinal))).Sum(stage => stage.Value);
        var whole = kernel?.WholeMicroseconds ?? printout.WholeMicroseconds;
        var rest = Math.Max(0, whole - timed.Sum(part => part.Microseconds));
        return new Calibration(
            model.Stages.ToDictionary(stage => stage.Name, stage => Microseconds(stage.Name, (double)stage.Operations / model.Frames) / 1000, StringComparer.Ordinal),
            model.HopMs);

        double Microseconds(string stage, double il)
        {
            var (stages, measured) = timed.Find(part => part.Stages.Contains(stage, StringComparer.Ordinal));
            if (stages is null)
            {
                return untimed > 0 && counted.ContainsKey(stage) ? rest * il / untimed : Average(il);
            }

            var of = stages.Sum(part => counted.GetValueOrDefault(part));
            return of > 0 ? measured * il / of : Average(il);
        }

        double Average(double il) => whole * il / selfTest.IlPerFrame;
    }

    /// <summary>Time of a stage for one frame, ms.</summary>
    public double StageMs(string stage) => milliseconds[stage];
}
