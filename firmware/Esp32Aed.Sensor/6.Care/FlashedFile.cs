using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>Tells whether a flashed file was replaced by hand since an update was accepted.</summary>
internal static class FlashedFile
{
    /// <summary>A number that differs between different files, but for one pair in 2^32; 0 where there is none.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static int StampOf(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        var stamp = 1;
        foreach (var b in File.ReadAllBytes(path))
        {
            stamp = (stamp * 31) + b;
        }

        return stamp;
    }

    /// <summary>The file is another one than when its stamp was taken; one that can't be read is not.</summary>
    public static bool IsNew(string path, int stamp)
    {
        try
        {
            return StampOf(path) != stamp;
        }
        catch (IOException e)
        {
            Console.WriteLine("update: " + path + " can't be read: " + e.Message);
            return false;
        }
    }
}
