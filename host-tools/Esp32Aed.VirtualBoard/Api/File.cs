using System.Text;

namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.IO.File</c>, on drive <c>I:</c> of the board.</summary>
public static class File
{
    /// <summary>There is such a file.</summary>
    public static bool Exists(string path) => Board.Current.Drive.Exists(path);

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="IOException">There is none, or it can't be read.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        var drive = Board.Current.Drive;
        var bytes = new byte[drive.LengthOf(path)];
        drive.Open(path);
        drive.Read(path, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    /// <summary>The text of a file, UTF-8.</summary>
    public static string ReadAllText(string path) => Encoding.UTF8.GetString(ReadAllBytes(path));

    /// <summary>Writes a file, in place of any that was there.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void WriteAllBytes(string path, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        file.Write(bytes, 0, bytes.Length);
    }

    /// <summary>Writes a file of UTF-8 text, in place of any that was there.</summary>
    public static void WriteAllText(string path, string contents) => WriteAllBytes(path, Encoding.UTF8.GetBytes(contents));

    /// <summary>Deletes a file; does nothing if there is none.</summary>
    /// <exception cref="IOException">It can't be deleted.</exception>
    public static void Delete(string path)
    {
        var drive = Board.Current.Drive;
        if (drive.Exists(path))
        {
            drive.Delete(path);
        }
    }

    /// <summary>Gives a file another name.</summary>
    /// <exception cref="IOException">There is none, or the new name is taken.</exception>
    public static void Move(string sourceFileName, string destFileName)
    {
        var drive = Board.Current.Drive;
        if (!drive.Exists(sourceFileName) || drive.Exists(destFileName))
        {
            throw new IOException($"{sourceFileName} can't become {destFileName}.");
        }

        drive.Move(sourceFileName, destFileName);
    }
}
