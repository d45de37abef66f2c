using Esp32Aed.VirtualBoard;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>A virtual board on the bench, for code that is not the whole sensor.</summary>
internal sealed class Bench : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-bench-");

    /// <summary>The folder that is drive I:.</summary>
    public string Drive => folder.FullName;

    /// <summary>A board that hears samples at 8 kHz.</summary>
    public BoardOptions Options(params short[] samples) => new() { DriveFolder = Drive, Sound = new BoardSound(samples, 8000) };

    /// <summary>Runs code on a board until it returns.</summary>
    public T Run<T>(Func<T> code, BoardOptions? options = null)
    {
        using var board = new Board(options ?? Options());
        return Run(board, code);
    }

    /// <summary>Runs code on a board until it returns.</summary>
    public static T Run<T>(Board board, Func<T> code)
    {
        T result = default!;
        board.Start(() => result = code());
        Assert.True(board.Halted.WaitOne(Patience), "the board's program did not end: " + string.Join(" | ", board.Log));
        if (board.Crash is not null)
        {
            throw board.Crash;
        }

        return result;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
