using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>
/// Puts a long file that never changes into other blocks of the drive. The board's file system writes around it, and the blocks behind it wear several
/// times as fast as the mean, unless it moves now and then. The copy is read back before the file is deleted, and takes its name then; after a power cut in
/// between, <see cref="Finish"/> does the rest.
/// </summary>
public static class FileRelocation
{
    /// <summary>A good time from one relocation to the next, seconds.</summary>
    public const int PeriodSeconds = 7 * 86400;

    private const string CopyEnding = ".new";
    private const int PieceBytes = 512;

    /// <summary>Relocates a file; where the drive has no room for two, or fails, it stays as it is. Never throws.</summary>
    public static void Run(string path)
    {
        try
        {
            Copy(path, path + CopyEnding);
            if (AreEqual(path, path + CopyEnding))
            {
                File.Delete(path);
            }
        }
        catch (IOException e)
        {
            Console.WriteLine("drive: " + path + " stays where it is: " + e.Message);
        }

        Finish(path);
    }

    /// <summary>Brings a relocation to its end that was cut short. Never throws; opens nothing.</summary>
    public static void Finish(string path)
    {
        try
        {
            if (!File.Exists(path + CopyEnding))
            {
                return;
            }

            if (File.Exists(path))
            {
                File.Delete(path + CopyEnding);
            }
            else
            {
                File.Move(path + CopyEnding, path);
            }
        }
        catch (IOException e)
        {
            Console.WriteLine("drive: " + path + CopyEnding + " waits for the next start: " + e.Message);
        }
    }

    private static void Copy(string path, string copyPath)
    {
        var piece = new byte[PieceBytes];
        using var source = new FileStream(path, FileMode.Open, FileAccess.Read);
        using var copy = new FileStream(copyPath, FileMode.Create, FileAccess.Write);
        for (var count = source.Read(piece, 0, PieceBytes); count > 0; count = source.Read(piece, 0, PieceBytes))
        {
            copy.Write(piece, 0, count);
        }
    }

    private static bool AreEqual(string path, string copyPath)
    {
        var piece = new byte[PieceBytes];
        var other = new byte[PieceBytes];
        using var source = new FileStream(path, FileMode.Open, FileAccess.Read);
        using var copy = new FileStream(copyPath, FileMode.Open, FileAccess.Read);
        if (source.Length != copy.Length)
        {
            return false;
        }

        while (true)
        {
            var count = source.Read(piece, 0, PieceBytes);
            if (copy.Read(other, 0, PieceBytes) != count)
            {
                return false;
            }

            for (var i = 0; i < count; i++)
            {
                if (piece[i] != other[i])
                {
                    return false;
                }
            }

            if (count == 0)
            {
                return true;
            }
        }
    }
}
