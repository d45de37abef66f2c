using System;
using System.IO;
using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>
/// A small state in the names of two files, written in turn; the newest valid one counts. To read it opens no file, and to write it is one renaming, so it wears the
/// flash least; two names lie in one block of the file system, where a renaming is one write. A name holds (<see cref="NameFolder"/>) the generation (4 bytes, little-endian), the state, and the CRC-32 of both (4 bytes).
/// </summary>
public sealed class StateName
{
    /// <summary>Bytes that a state may have.</summary>
    public const int MostBytes = NameFolder.MostBytes - GenerationBytes - ChecksumBytes;

    private const int GenerationBytes = 4;
    private const int ChecksumBytes = 4;
    private const int Turns = 2;
    private const int Damaged = -1;

    private readonly string folder;
    private string[] paths;
    private int[] generations;
    private int generation;

    /// <summary>Makes a state; nothing is read yet.</summary>
    /// <param name="folder">The state's own folder, without a backslash at its end.</param>
    public StateName(string folder) => this.folder = folder;

    /// <summary>
    /// The last <see cref="Read"/> found a name that is damaged or none of a state, or fewer names than there must be, for the board does not tell of one that can't be read: a state
    /// that once counted may be lost.
    /// </summary>
    public bool IsDamaged { get; private set; }

    /// <summary>The newest state that is whole, or null where there is none.</summary>
    /// <exception cref="IOException">The drive can't be read.</exception>
    public byte[] Read()
    {
        paths = null;
        generation = 0;
        byte[] newest = null;
        var found = NameFolder.List(folder);
        generations = new int[found.Length];
        IsDamaged = found.Length == 0 && Directory.Exists(folder);
        for (var i = 0; i < found.Length; i++)
        {
            var content = NameFolder.BytesOf(found[i]);
            generations[i] = GenerationOf(content);
            IsDamaged |= generations[i] == Damaged;
            if (generations[i] > generation)
            {
                generation = generations[i];
                newest = new byte[content.Length - GenerationBytes - ChecksumBytes];
                Array.Copy(content, GenerationBytes, newest, 0, newest.Length);
            }
        }

        IsDamaged |= found.Length < Turns && generation >= Turns;
        paths = found;
        return newest;
    }

    /// <summary>Writes a state in place of the older of the two, or of one that is damaged.</summary>
    /// <exception cref="IOException">The drive refuses; the state before this one stays.</exception>
    public void Write(byte[] state)
    {
        if (paths == null)
        {
            // Else an older state could be taken for the newest.
            Read();
        }

        var path = NameFolder.PathOf(folder, Content(generation + 1, state));
        if (paths.Length < Turns)
        {
            paths = null;
            NameFolder.Create(folder, path);
            return;
        }

        var at = Oldest();
        var renamed = paths;
        paths = null;
        NameFolder.Rename(renamed[at], path);
        generation++;
        renamed[at] = path;
        generations[at] = generation;
        paths = renamed;
        DeleteMore();
    }

    private static byte[] Content(int generation, byte[] state)
    {
        var content = new byte[GenerationBytes + state.Length + ChecksumBytes];
        var end = content.Length - ChecksumBytes;
        Array.Copy(BitConverter.GetBytes(generation), content, GenerationBytes);
        Array.Copy(state, 0, content, GenerationBytes, state.Length);
        Array.Copy(BitConverter.GetBytes(Crc32.Compute(content, 0, end)), 0, content, end, ChecksumBytes);
        return content;
    }

    private static int GenerationOf(byte[] content)
    {
        var end = content.Length - ChecksumBytes;
        if (end < GenerationBytes || BitConverter.ToUInt32(content, end) != Crc32.Compute(content, 0, end))
        {
            return Damaged;
        }

        var number = BitConverter.ToInt32(content, 0);
        return number > 0 ? number : Damaged;
    }

    private int Oldest()
    {
        var oldest = 0;
        for (var i = 1; i < generations.Length; i++)
        {
            oldest = generations[i] < generations[oldest] ? i : oldest;
        }

        return oldest;
    }

    // A renaming that the board did by copying may have left the old name too, and somebody may have put a file here.
    private void DeleteMore()
    {
        if (paths.Length == Turns)
        {
            return;
        }

        var more = paths[Oldest()];
        paths = null;
        try
        {
            File.Delete(more);
        }
        catch (IOException)
        {
            // The next write tries again.
        }
    }
}
