using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>
/// The segments of the journal on the drive, in a folder of their own: a small one in a name (<see cref="NameFolder"/>), where neither reading nor adding to it opens a file and no
/// power cut tears it, a larger one in a file (<see cref="SegmentFiles"/>). Each has a slot; that of a name is only kept in memory.
/// </summary>
/// <remarks>
/// The board must have opened some file since it started. Where a folder is so long that it lies in several blocks and the power was cut while a name went from one to the other, LittleFS (2.11)
/// hides a neighbour of the old name from every listing until the first call that may write, which opening a file is.
/// </remarks>
public sealed class SegmentStore
{
    private const string FilePrefix = "s";
    private const int HeadChars = 12;

    private readonly string folder;
    private readonly SegmentFiles files;
    private readonly string[] names;
    private readonly bool[] isFile;
    private string left;

    /// <summary>Looks what there is.</summary>
    /// <param name="folder">The folder, without a backslash at its end.</param>
    /// <param name="slots">How many segments there can be.</param>
    /// <exception cref="IOException">The folder can't be listed.</exception>
    public SegmentStore(string folder, int slots)
    {
        this.folder = folder;
        files = new SegmentFiles(folder + "\\" + FilePrefix);
        names = new string[slots];
        isFile = new bool[slots];
        var found = NameFolder.List(folder);
        foreach (var path in found)
        {
            var slot = IsOfFile(path) ? SlotOfFile(path) : -1;
            if (slot >= 0)
            {
                isFile[slot] = true;
            }
        }

        foreach (var path in found)
        {
            if (!IsOfFile(path))
            {
                Place(path);
            }
        }
    }

    /// <summary>Where a segment is, for people.</summary>
    public string PathOf(int slot) => names[slot] ?? files.PathOf(slot);

    /// <summary>There is such a segment.</summary>
    public bool Exists(int slot) => names[slot] != null || isFile[slot];

    /// <summary>Bytes that a segment can grow to.</summary>
    public int MostBytes(int slot) => names[slot] != null ? NameFolder.MostBytes : Journal.SegmentBytes;

    /// <summary>The bytes of a segment, not to be changed.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public byte[] Read(int slot) => names[slot] != null ? NameFolder.BytesOf(names[slot]) : files.Read(slot);

    /// <summary>Makes a segment, in place of any that was there.</summary>
    /// <exception cref="IOException">It is not known what is there now; <see cref="Delete"/> mends that.</exception>
    public void Create(int slot, byte[] bytes)
    {
        DeleteLeft();
        if (bytes.Length > NameFolder.MostBytes)
        {
            DeleteName(slot);
            Directory.CreateDirectory(folder);
            isFile[slot] = true;
            files.Create(slot, bytes);
            return;
        }

        Delete(slot);
        names[slot] = NameFolder.PathOf(folder, bytes);
        try
        {
            NameFolder.Create(folder, names[slot]);
        }
        catch (IOException)
        {
            if (!File.Exists(names[slot]))
            {
                throw;
            }
        }
    }

    /// <summary>Appends to a segment.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="length">Its length before.</param>
    /// <param name="bytes">What is appended.</param>
    /// <param name="count">How many bytes of it.</param>
    /// <exception cref="IOException">It is not known whether it is there now; in a file, whole or in part.</exception>
    public void Append(int slot, int length, byte[] bytes, int count)
    {
        DeleteLeft();
        if (names[slot] == null)
        {
            files.Append(slot, length, bytes, count);
            return;
        }

        var all = new byte[length + count];
        Array.Copy(NameFolder.BytesOf(names[slot]), all, length);
        Array.Copy(bytes, 0, all, length, count);
        var path = NameFolder.PathOf(folder, all);
        NameFolder.Rename(names[slot], path);
        names[slot] = path;
    }

    /// <summary>Deletes a segment, if there is one.</summary>
    /// <exception cref="IOException">It can't be deleted, or it is not known.</exception>
    public void Delete(int slot)
    {
        DeleteName(slot);
        if (isFile[slot])
        {
            files.Delete(slot);
            isFile[slot] = false;
        }
    }

    private static bool IsOfFile(string path) => path.LastIndexOf('.') > path.LastIndexOf('\\');

    // Enough to hold the serial of the first entry, which no two segments share.
    private string HeadOf(string path)
    {
        var first = folder.Length + 1;
        return path.Substring(first, path.Length - first < HeadChars ? path.Length - first : HeadChars);
    }

    // Of the longer of two names the bytes begin with those of the shorter.
    private bool Continues(string longer, string shorter)
    {
        if (longer.Length < shorter.Length || HeadOf(longer) != HeadOf(shorter))
        {
            return false;
        }

        var first = NameFolder.BytesOf(shorter);
        var bytes = NameFolder.BytesOf(longer);
        for (var i = 0; i < first.Length; i++)
        {
            if (bytes[i] != first[i])
            {
                return false;
            }
        }

        return true;
    }

    // -1 where there is none.
    private int SlotOfFile(string path)
    {
        for (var slot = 0; slot < names.Length; slot++)
        {
            if (path == files.PathOf(slot))
            {
                return slot;
            }
        }

        return -1;
    }

    private void Place(string path)
    {
        var free = -1;
        for (var slot = 0; slot < names.Length; slot++)
        {
            if (names[slot] == null)
            {
                free = free < 0 && !isFile[slot] ? slot : free;
            }
            else if (Continues(path, names[slot]) || Continues(names[slot], path))
            {
                // A renaming that the board did by copying was cut short: the longer one has all.
                var isLonger = path.Length > names[slot].Length;
                left = isLonger ? names[slot] : path;
                names[slot] = isLonger ? path : names[slot];
                return;
            }
        }

        if (free >= 0)
        {
            names[free] = path;
        }
    }

    private void DeleteLeft()
    {
        if (left == null)
        {
            return;
        }

        try
        {
            File.Delete(left);
            left = null;
        }
        catch (IOException)
        {
            // It counts for nothing as long as the longer one is there; the next change tries again.
        }
    }

    private void DeleteName(int slot)
    {
        if (names[slot] != null)
        {
            File.Delete(names[slot]);
            names[slot] = null;
        }
    }
}
