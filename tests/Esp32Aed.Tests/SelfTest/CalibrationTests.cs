using Esp32Aed.Cost.Boards;
using Esp32Aed.Cost.Calibrating;
using Esp32Aed.Cost.Chain;
using Xunit;

namespace Esp32Aed.Tests;

public class CalibrationTests
{
    // The board: window 2 ms, fft 20 ms, the whole chain 25 ms, so that 3 ms are left for gate and chain.
    private static readonly SelfTestPrintout Board240 = Read(2000, 20000, 25000);

    // Operations over 2 frames.
    private static readonly ChainCost SelfTest = Cost(2, ("gate", 200), ("window", 2000), ("fft", 30000), ("chain", 400));

    [Fact]
    public void The_self_tests_own_model_takes_what_was_measured()
    {
        var times = Calibration.Of(Board240, SelfTest, SelfTest);

        Assert.Equal((2, 20, 1, 2), (times.StageMs("window"), times.StageMs("fft"), times.StageMs("gate"), times.StageMs("chain")));
        Assert.Equal(25, times.FrameMs, 9);
        Assert.Equal(25.0 / 32, times.Load, 9);
    }

    [Fact]
    public void Another_model_is_scaled_stage_by_stage_by_its_operations()
    {
        // In one frame: half of the window, twice the fft, three times the gate.
        var times = Calibration.Of(Board240, SelfTest, Cost(1, ("gate", 300), ("window", 500), ("fft", 30000)));

        Assert.Equal((1, 40, 3), (times.StageMs("window"), times.StageMs("fft"), times.StageMs("gate")));
        Assert.Equal(44, times.FrameMs, 9);
    }

    [Fact]
    public void A_stage_that_the_self_test_does_not_run_costs_what_its_operations_cost_on_average()
    {
        // 25 ms for 16,300 operations.
        var kernel = Calibration.Of(Board240, Cost(2, ("fft", 30000), ("gate", 2600)), Cost(1, ("window", 1630)));

        Assert.Equal(2.5, kernel.StageMs("window"), 9);
    }

    [Fact]
    public void A_kernel_takes_its_own_measured_time()
    {
        // The kernel alone takes 6 ms for 3,000 operations, the chain with it 8 ms: 2 ms are left for 500 of gate and chain.
        var printout = SelfTestPrintout.Parse(
            "Esp32Aed self-test, model 4B19EFBC\nwindow 64 2000 00000001\nfft 8 20000 00000002\nall 24 25000 00000003\n"
            + "Kernel8k 24 6000 00000004\nall/Kernel8k 24 8000 00000005\ndeploy Kernel8k\nPASS",
            ["window", "fft"],
            ["Kernel8k"]);
        var selfTest = Cost(2, ("gate", 200), ("kernel", 5600), ("hearing", 400), ("chain", 800)) with { Kernel = "Kernel8k" };

        var own = Calibration.Of(printout, selfTest, selfTest);
        var other = Calibration.Of(printout, selfTest, Cost(1, ("gate", 300), ("kernel", 5600), ("classifier", 350)) with { Kernel = "Kernel8k" });

        Assert.Equal((5.6, 0.4), (own.StageMs("kernel"), own.StageMs("hearing")));
        Assert.Equal((0.4, 1.6), (own.StageMs("gate"), own.StageMs("chain")));
        Assert.Equal(8, own.FrameMs, 9);
        Assert.Equal((11.2, 1.2), (other.StageMs("kernel"), other.StageMs("gate")));

        // The self-test ran no such stage: 8 ms for 3,500 operations.
        Assert.Equal(0.8, other.StageMs("classifier"), 9);
    }

    [Fact]
    public void Stages_that_took_more_than_the_whole_leave_nothing_for_the_rest()
    {
        var times = Calibration.Of(Read(2000, 20000, 21000), SelfTest, SelfTest);

        Assert.Equal(0, times.StageMs("gate"));
        Assert.Equal(22, times.FrameMs, 9);
    }

    [Fact]
    public void The_verdict_goes_by_the_measured_load()
    {
        var board = Board.All[0];

        Assert.Equal(Fit.Continuously, Verdict.Of(SelfTest, board, 0.8).Fit);
        var slow = Verdict.Of(SelfTest, board, 1.6);
        Assert.Equal((Fit.DutyCycle, 0.5), (slow.Fit, slow.ListeningShare));
    }

    private static SelfTestPrintout Read(double window, double fft, double all) => SelfTestPrintout.Parse(
        $"Esp32Aed self-test, model 4B19EFBC\nwindow 64 {window} 00000001\nfft 8 {fft} 00000002\nall 24 {all} 00000003\nPASS", ["window", "fft"], ["Kernel8k"]);

    private static ChainCost Cost(int frames, params (string Name, long Operations)[] stages) => new()
    {
        Frames = frames,
        HopMs = 32,
        Stages = [.. stages.Select(stage => new StageCost(stage.Name, stage.Operations, stage.Operations))],
        Methods = [],
        Operations = stages.Sum(stage => stage.Operations),
        WorstFrame = 0,
        UnknownOperations = 0,
        HeapBytes = 15_000,
        BufferBytes = 1_584,
    };
}
