using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>A drive that outlives the boards that use it, one after the other.</summary>
internal sealed class FlashDrive
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public MemoryFiles Files { get; init; } = new();

    public List<string> Log { get; } = [];

    /// <summary>Runs code on a board until it returns or its power is cut.</summary>
    /// <returns>Whether it returned.</returns>
    public bool Run(Action code, DriveFaults? faults = null, int bytes = int.MaxValue)
    {
        using var board = new Board(new BoardOptions
        {
            Drive = Files,
            DriveFaults = faults ?? new DriveFaults(),
            DriveBytes = bytes,
            Sound = new BoardSound([], 8000),
            Printed = Log.Add,
        });
        var returned = false;
        var thread = board.Start(() =>
        {
            code();
            returned = true;
        });
        Assert.True(thread.Join(Patience), "the board's program did not end");
        if (board.Crash is not null)
        {
            throw board.Crash;
        }

        return returned;
    }
}
