using Esp32Aed.Cost.Boards;
using Esp32Aed.Cost.Chain;
using Xunit;

namespace Esp32Aed.Tests.Cost;

public class VerdictTests
{
    private static readonly Board Full = Board.All.Single(board => board.Name == "esp32-rev0");
    private static readonly Board Slow = Board.All.Single(board => board.Name == "esp32-rev3");

    // At 2.4 million a second a hop of 32 ms has room for 76,800 operations; 80 % are 61,440.
    [Theory]
    [InlineData(61_440, Fit.Continuously, 1)]
    [InlineData(61_441, Fit.DutyCycle, 0.99)]
    [InlineData(90_263, Fit.DutyCycle, 0.68)]
    [InlineData(1_228_799, Fit.DutyCycle, 0.05)]
    [InlineData(1_228_801, Fit.Not, 0)]
    public void Bounds_of_load(int operations, Fit fit, double share)
    {
        var verdict = Verdict.Of(Cost(operations), Full);
        Assert.Equal((fit, share), (verdict.Fit, verdict.ListeningShare));
        Assert.Equal(operations / 76_800.0, verdict.Load, 9);
    }

    [Fact]
    public void A_slower_clock_takes_a_third_of_it()
    {
        Assert.Equal(Fit.Continuously, Verdict.Of(Cost(40_960), Slow).Fit);
        Assert.Equal(Fit.DutyCycle, Verdict.Of(Cost(40_961), Slow).Fit);
        Assert.Equal(10, Full.FrameMs(24_000, Board.Plan), 9);
        Assert.Equal(15, Slow.FrameMs(24_000, Board.Plan), 9);
        Assert.Equal([3.4e6, 2.4e6, 1.2e6], Board.Speeds.Select(Full.OperationsPerSecond));
    }

    [Fact]
    public void Bounds_of_the_heap()
    {
        Assert.Equal(Fit.Continuously, Verdict.Of(Cost(1) with { HeapBytes = 112 * 1024, BufferBytes = 0 }, Full).Fit);
        var verdict = Verdict.Of(Cost(1) with { HeapBytes = 112 * 1024, BufferBytes = 12 }, Full);
        Assert.Equal(Fit.Not, verdict.Fit);
        Assert.Contains("114700 bytes of managed heap", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_of_an_assembly()
    {
        Assert.Equal(Fit.Continuously, Verdict.Of(Cost(1, 65_536, 65_536), Full).Fit);
        var verdict = Verdict.Of(Cost(1, 9, 65_537), Full);
        Assert.Equal(Fit.Not, verdict.Fit);
        Assert.Contains("Assembly1 has 65537 bytes", verdict.Reason, StringComparison.Ordinal);
    }

    private static ChainCost Cost(int operations, params int[] assemblies) => new()
    {
        Frames = 1,
        HopMs = 32,
        Stages = [],
        Methods = [.. assemblies.Select((bytes, i) => new MethodCost($"Assembly{i}", "All", bytes, 1))],
        Operations = operations,
        WorstFrame = operations,
        UnknownOperations = 0,
        HeapBytes = 15_000,
        BufferBytes = 1_584,
    };
}
