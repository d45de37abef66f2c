namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.IO.FileInfo</c>, on drive <c>I:</c> of the board. It asks the directory and opens nothing, so that nothing is worn.</summary>
public sealed class FileInfo(string fileName)
{
    /// <summary>There is such a file.</summary>
    public bool Exists => Board.Current.Drive.Exists(fileName);

    /// <summary>Its bytes.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public long Length => Board.Current.Drive.LengthOf(fileName);
}
