using System;
using System.IO;
using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>
/// A small state that survives a power cut at any byte: two files in turn, of which the newest valid one counts. A file holds the generation times
/// four plus the number of padding bytes (4 bytes, little-endian), the state, the padding, and the CRC-32 of all (4 bytes); the older one is the next to be
/// written. The padding makes the length modulo 3 the generation's modulo 3: so the lengths tell which file is the newer, and only that
/// is opened, for on the board each opened file wears the flash.
/// </summary>
public sealed class StateFile
{
    private const int GenerationBytes = 4;
    private const int ChecksumBytes = 4;
    private const int Turns = 3;
    private const int MostPadding = 3;

    private readonly string[] paths;
    private int generation;
    private bool isKnown;

    /// <summary>Makes a state; nothing is read yet.</summary>
    /// <param name="path">Path of the two files, without their endings <c>.0</c> and <c>.1</c>.</param>
    public StateFile(string path) => paths = new[] { path + ".0", path + ".1" };

    /// <summary>
    /// The last <see cref="Read"/> found that the file that seemed to be the newer is not whole: a write was cut short, or a state that once counted is lost.
    /// </summary>
    public bool IsDamaged { get; private set; }

    /// <summary>The newest state that was written whole, or null where there is none.</summary>
    /// <exception cref="IOException">The drive can't be read.</exception>
    public byte[] Read()
    {
        isKnown = false;
        generation = 0;
        IsDamaged = false;
        byte[] newest = null;
        var first = Newer();
        if (first >= 0)
        {
            newest = Load(first);
            newest = newest ?? Load(1 - first);
        }
        else
        {
            var other = Load(0);
            var otherGeneration = generation;
            newest = Load(1);
            if (newest == null || generation < otherGeneration)
            {
                newest = other;
                generation = otherGeneration;
            }
        }

        isKnown = true;
        return newest;
    }

    /// <summary>Writes a state over the older of the two.</summary>
    /// <exception cref="IOException">The drive refuses; the state before this one stays.</exception>
    public void Write(byte[] state)
    {
        if (!isKnown)
        {
            // Else an older state could be taken for the newest.
            Read();
        }

        var next = generation + 1;
        var bare = GenerationBytes + state.Length + ChecksumBytes;
        var padding = (next + (Turns * bare) - bare) % Turns;
        var content = new byte[bare + padding];
        var end = content.Length - ChecksumBytes;
        Array.Copy(BitConverter.GetBytes((next << 2) | padding), content, GenerationBytes);
        Array.Copy(state, 0, content, GenerationBytes, state.Length);
        Array.Copy(BitConverter.GetBytes(Crc32.Compute(content, 0, end)), 0, content, end, ChecksumBytes);
        File.WriteAllBytes(paths[next & 1], content);
        generation = next;
    }

    // 0 or 1, or -1 where the lengths do not tell.
    private int Newer()
    {
        var lengths = new int[2];
        for (var i = 0; i < 2; i++)
        {
            lengths[i] = File.Exists(paths[i]) ? (int)new FileInfo(paths[i]).Length : 0;
        }

        if (lengths[0] == 0 || lengths[1] == 0)
        {
            return lengths[0] == lengths[1] ? -1 : lengths[0] == 0 ? 1 : 0;
        }

        var turn = (lengths[1] + (Turns * lengths[0]) - lengths[0]) % Turns;
        return turn == 0 ? -1 : turn == 1 ? 1 : 0;
    }

    private byte[] Load(int index)
    {
        if (!File.Exists(paths[index]))
        {
            return null;
        }

        var content = File.ReadAllBytes(paths[index]);
        var end = content.Length - ChecksumBytes;
        if (end < GenerationBytes || BitConverter.ToUInt32(content, end) != Crc32.Compute(content, 0, end))
        {
            IsDamaged = true;
            return null;
        }

        var head = BitConverter.ToInt32(content, 0);
        generation = head >> 2;
        var state = new byte[end - GenerationBytes - (head & MostPadding)];
        Array.Copy(content, GenerationBytes, state, 0, state.Length);
        return state;
    }
}
