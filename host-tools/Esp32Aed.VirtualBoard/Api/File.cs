using System.Text;

namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.IO.File</c>, on drive <c>I:</c> of the board.</summary>
public static class File
{
    /// <summary>There is such a file.</summary>
    public static bool Exists(string path) => Board.Current.Drive.HasFile(path);

    /// <summary>The bytes of a file.</summary>
    public static byte[] ReadAllBytes(string path) => System.IO.File.ReadAllBytes(Board.Current.Drive.Existing(path));

    /// <summary>The text of a file, UTF-8.</summary>
    public static string ReadAllText(string path) => Encoding.UTF8.GetString(ReadAllBytes(path));

    /// <summary>Writes a file, in place of any that was there.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void WriteAllBytes(string path, byte[] bytes)
    {
        try
        {
            System.IO.File.WriteAllBytes(Board.Current.Drive.HostPath(path), bytes);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>Writes a file of UTF-8 text, in place of any that was there.</summary>
    public static void WriteAllText(string path, string contents) => WriteAllBytes(path, Encoding.UTF8.GetBytes(contents));

    /// <summary>Deletes a file.</summary>
    public static void Delete(string path) => System.IO.File.Delete(Board.Current.Drive.Existing(path));
}
