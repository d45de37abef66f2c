using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class AcknowledgementLedTests
{
    [Fact]
    public void It_blinks_for_50_ms()
    {
        using var bench = new Bench();
        using var board = new Board(bench.Options());
        Bench.Run(board, () =>
        {
            new AcknowledgementLed(2).Blink();
            new AcknowledgementLed(2).Blink();
            return 0;
        });
        Assert.Equal(
            [new PinChange(0, 2, true), new PinChange(50_000, 2, false), new PinChange(50_000, 2, true), new PinChange(100_000, 2, false)],
            board.Pins.Changes);
    }

    [Fact]
    public void Without_a_pin_nothing_happens_and_a_bad_pin_costs_no_record()
    {
        using var bench = new Bench();
        using var board = new Board(bench.Options());
        Bench.Run(board, () =>
        {
            new AcknowledgementLed(-1).Blink();
            new AcknowledgementLed(36).Blink();
            return 0;
        });
        Assert.Empty(board.Pins.Changes);
        Assert.StartsWith("report: the lamp at pin 36 does not blink: ", Assert.Single(board.Log), StringComparison.Ordinal);
    }
}
