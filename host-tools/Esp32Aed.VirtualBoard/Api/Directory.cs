namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.IO.Directory</c>, on drive <c>I:</c> of the board. It opens no file, so that looking wears nothing.</summary>
public static class Directory
{
    /// <summary>There is such a folder.</summary>
    public static bool Exists(string path) => Board.Current.Drive.FolderExists(path);

    /// <summary>Makes a folder; does nothing if there is one. What nanoFramework's returns is left out.</summary>
    /// <exception cref="IOException">It can't be made.</exception>
    public static void CreateDirectory(string path)
    {
        var drive = Board.Current.Drive;
        if (!drive.FolderExists(path))
        {
            drive.CreateFolder(path);
        }
    }

    /// <summary>Whole paths of the files right in a folder.</summary>
    /// <exception cref="IOException">There is no such folder.</exception>
    public static string[] GetFiles(string path) => Board.Current.Drive.FilesIn(path);
}
