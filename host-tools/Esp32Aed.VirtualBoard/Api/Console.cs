namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.Console</c>: the board's log.</summary>
public static class Console
{
    /// <summary>Prints a line; the calling thread ends if the board is off.</summary>
    public static void WriteLine(string value)
    {
        Board.Current.Clock.ThrowIfOff();
        Board.Current.Print(value);
    }
}
