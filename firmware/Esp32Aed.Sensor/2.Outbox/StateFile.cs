using System;
using System.IO;
using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>
/// A small state that survives a power cut at any byte: two files in turn, of which the newest valid one counts. A file holds a generation
/// (4 bytes, little-endian), the state, and the CRC-32 of both (4 bytes); the older one is the next to be written.
/// </summary>
public sealed class StateFile
{
    private const int GenerationBytes = 4;
    private const int ChecksumBytes = 4;

    private readonly string[] paths;
    private int generation;
    private bool isRead;

    /// <summary>Makes a state; nothing is read yet.</summary>
    /// <param name="path">Path of the two files, without their endings <c>.0</c> and <c>.1</c>.</param>
    public StateFile(string path) => paths = new[] { path + ".0", path + ".1" };

    /// <summary>
    /// The last <see cref="Read"/> found a file that is not whole: a write was cut short, or a state that once counted is lost.
    /// </summary>
    public bool IsDamaged { get; private set; }

    /// <summary>The newest state that was written whole, or null where there is none.</summary>
    /// <exception cref="IOException">The drive can't be read.</exception>
    public byte[] Read()
    {
        isRead = false;
        generation = 0;
        IsDamaged = false;
        byte[] newest = null;
        for (var i = 0; i < paths.Length; i++)
        {
            var content = File.Exists(paths[i]) ? File.ReadAllBytes(paths[i]) : null;
            IsDamaged |= content != null && !IsWhole(content);
            if (IsWhole(content) && BitConverter.ToInt32(content, 0) > generation)
            {
                generation = BitConverter.ToInt32(content, 0);
                newest = content;
            }
        }

        isRead = true;
        if (newest == null)
        {
            return null;
        }

        var state = new byte[newest.Length - GenerationBytes - ChecksumBytes];
        Array.Copy(newest, GenerationBytes, state, 0, state.Length);
        return state;
    }

    /// <summary>Writes a state over the older of the two.</summary>
    /// <exception cref="IOException">The drive refuses; the state before this one stays.</exception>
    public void Write(byte[] state)
    {
        if (!isRead)
        {
            // Only who has read both knows which is the older.
            Read();
        }

        var next = generation + 1;
        var content = new byte[GenerationBytes + state.Length + ChecksumBytes];
        Array.Copy(BitConverter.GetBytes(next), content, GenerationBytes);
        Array.Copy(state, 0, content, GenerationBytes, state.Length);
        Array.Copy(BitConverter.GetBytes(Crc32.Compute(content, 0, content.Length - ChecksumBytes)), 0, content, content.Length - ChecksumBytes, ChecksumBytes);
        File.WriteAllBytes(paths[next & 1], content);
        generation = next;
    }

    private static bool IsWhole(byte[] content) =>
        content != null
        && content.Length >= GenerationBytes + ChecksumBytes
        && BitConverter.ToUInt32(content, content.Length - ChecksumBytes) == Crc32.Compute(content, 0, content.Length - ChecksumBytes);
}
