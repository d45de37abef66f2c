using System;
using System.IO;
using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>
/// A file that keeps an update: its serial number (4 bytes, little-endian), its payload, and the CRC-32 of both (4 bytes). A file that was
/// not written whole is none.
/// </summary>
public static class SlotFile
{
    private const int SerialBytes = 4;
    private const int ChecksumBytes = 4;

    /// <summary>Writes a file.</summary>
    /// <exception cref="IOException">The drive refuses.</exception>
    public static void Write(string path, int serial, byte[] payload)
    {
        var content = new byte[SerialBytes + payload.Length + ChecksumBytes];
        var end = content.Length - ChecksumBytes;
        Array.Copy(BitConverter.GetBytes(serial), content, SerialBytes);
        Array.Copy(payload, 0, content, SerialBytes, payload.Length);
        Array.Copy(BitConverter.GetBytes(Crc32.Compute(content, 0, end)), 0, content, end, ChecksumBytes);
        File.WriteAllBytes(path, content);
    }

    /// <summary>The payload of an update, or null where the file is not that update's or is damaged.</summary>
    /// <exception cref="IOException">The drive can't be read.</exception>
    public static byte[] Read(string path, int serial)
    {
        var content = File.Exists(path) ? File.ReadAllBytes(path) : null;
        if (content == null || content.Length < SerialBytes + ChecksumBytes)
        {
            return null;
        }

        var end = content.Length - ChecksumBytes;
        if (BitConverter.ToInt32(content, 0) != serial || BitConverter.ToUInt32(content, end) != Crc32.Compute(content, 0, end))
        {
            return null;
        }

        var payload = new byte[end - SerialBytes];
        Array.Copy(content, SerialBytes, payload, 0, payload.Length);
        return payload;
    }
}
