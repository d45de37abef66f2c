using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;
using BoardThread = Esp32Aed.VirtualBoard.Api.Thread;

namespace Esp32Aed.Tests.Care;

public sealed class WatchdogTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(WatchedPhase.Listening, 120)]
    [InlineData(WatchedPhase.Posting, 60)]
    public void A_stuck_loop_is_noted_and_the_board_started_anew(int phase, int limitSeconds)
    {
        long bitten = 0;
        using var board = new Board(bench.Options());
        Bench.Run<int>(board, () =>
        {
            var loops = Watched(2);
            while (true)
            {
                // The other thread lives on: one must not hide the other.
                BoardThread.Sleep(100);
                loops[1].Beat(WatchedPhase.Idle);
                bitten = Board.Current.Clock.Microseconds;
                if (bitten < 30_000_000)
                {
                    loops[0].Beat(phase);
                }
            }
        });
        Assert.True(board.IsRebooting);
        Assert.InRange(bitten / 1e6, 30 + limitSeconds - 1, 30 + limitSeconds + 11);
        Assert.Equal("watchdog: stuck in " + WatchedPhase.NameOf(phase), bench.Run(() => new CrashLog("I:\\crash").Unreported));
    }

    [Fact]
    public void A_loop_that_beats_or_has_nothing_to_do_is_left_alone_for_a_day()
    {
        using var board = new Board(bench.Options());
        Assert.True(Bench.Run(board, () =>
        {
            var loops = Watched(3);
            loops[1].Beat(WatchedPhase.Idle);
            for (var seconds = 0; seconds < 86400; seconds += 50)
            {
                loops[0].Beat(seconds % 100 == 0 ? WatchedPhase.Posting : WatchedPhase.Listening);
                BoardThread.Sleep(50_000);
            }

            // The watchdog's time goes on after the program's end.
            loops[0].Beat(WatchedPhase.Idle);
            return true;
        }));
        Assert.False(board.IsRebooting);
    }

    [Fact]
    public void A_board_that_stood_still_as_a_whole_is_not_bitten()
    {
        using var board = new Board(bench.Options() with { MicrosecondsPerFrame = _ => 600_000_000 });
        Assert.True(Bench.Run(board, () =>
        {
            var loops = Watched(1);
            for (var call = 0; call < 5; call++)
            {
                loops[0].Beat(WatchedPhase.Connecting);
                Board.Current.SpendFrame(call);
                BoardThread.Sleep(5000);
            }

            loops[0].Beat(WatchedPhase.Idle);
            return true;
        }));
        Assert.False(board.IsRebooting);
    }

    private static WatchedLoop[] Watched(int count)
    {
        var watchdog = new Watchdog(new CrashLog("I:\\crash"));
        var loops = Enumerable.Range(0, count).Select(_ => watchdog.Watch()).ToArray();
        watchdog.Start();
        return loops;
    }
}
