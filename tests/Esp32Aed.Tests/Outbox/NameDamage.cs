using Esp32Aed.Sensor;
using Esp32Aed.VirtualBoard;

namespace Esp32Aed.Tests;

/// <summary>Damage to a file whose name holds bytes, or else to its content.</summary>
internal static class NameDamage
{
    /// <summary>Bytes that a file, or its name, holds.</summary>
    public static byte[] BytesOf(MemoryFiles files, string path) => files[path].Length > 0 ? files[path] : NameFolder.BytesOf(path);

    /// <summary>Turns bits of one byte.</summary>
    /// <returns>Path of the file afterwards.</returns>
    public static string Turn(MemoryFiles files, string path, int at, byte bits)
    {
        if (files[path].Length > 0)
        {
            files[path][at] ^= bits;
            return path;
        }

        var bytes = NameFolder.BytesOf(path);
        bytes[at] ^= bits;
        var turned = NameFolder.PathOf(path[..path.LastIndexOf('\\')], bytes);
        files.Rename(path, turned);
        return turned;
    }
}
