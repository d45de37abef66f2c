using System;
using System.IO;

namespace Esp32Aed.Sensor;

/// <summary>
/// The larger segments of the journal, in files. The board's file system writes to the flash each time a file is opened, even for reading, and when a written one is closed: so a file that was read
/// stays open for what is to be appended to it, and the bytes of the last few stay in memory. What was written is safe once the file is closed.
/// </summary>
public sealed class SegmentFiles
{
    private const int Remembered = 2;

    private readonly string prefix;
    private readonly byte[][] contents = new byte[Remembered][];
    private readonly int[] contentSlots = new int[Remembered];
    private FileStream open;
    private int openSlot = -1;

    /// <summary>Makes the access to files whose path is a prefix, a dot and a number.</summary>
    public SegmentFiles(string prefix) => this.prefix = prefix;

    /// <summary>Path of a file.</summary>
    public string PathOf(int slot) => prefix + "." + slot.ToString();

    /// <summary>There is such a file.</summary>
    public bool Exists(int slot) => File.Exists(PathOf(slot));

    /// <summary>The bytes of a file, not to be changed.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public byte[] Read(int slot)
    {
        for (var i = 0; i < Remembered; i++)
        {
            if (contents[i] != null && contentSlots[i] == slot)
            {
                return contents[i];
            }
        }

        try
        {
            if (openSlot != slot)
            {
                Close();
                open = new FileStream(PathOf(slot), FileMode.Open, FileAccess.ReadWrite);
                openSlot = slot;
            }

            open.Seek(0, SeekOrigin.Begin);
            var bytes = new byte[(int)open.Length];
            for (var read = 0; read < bytes.Length;)
            {
                var more = open.Read(bytes, read, bytes.Length - read);
                if (more <= 0)
                {
                    throw new IOException(PathOf(slot) + " ends too early");
                }

                read += more;
            }

            Remember(slot, bytes);
            return bytes;
        }
        catch
        {
            Abandon();
            throw;
        }
    }

    /// <summary>Writes a file, in place of any that was there.</summary>
    /// <exception cref="IOException">It is not known what is there now.</exception>
    public void Create(int slot, byte[] bytes)
    {
        Close();
        Forget(slot);
        try
        {
            File.WriteAllBytes(PathOf(slot), bytes);
        }
        catch (IOException)
        {
            if (!Holds(slot, bytes, bytes.Length, 0))
            {
                throw;
            }
        }
    }

    /// <summary>Appends to a file.</summary>
    /// <param name="slot">The file.</param>
    /// <param name="length">Its length before.</param>
    /// <param name="bytes">What is appended.</param>
    /// <param name="count">How many bytes of it.</param>
    /// <exception cref="IOException">It is not known whether it is there now, whole or in part.</exception>
    public void Append(int slot, int length, byte[] bytes, int count)
    {
        Forget(slot);
        try
        {
            if (openSlot != slot)
            {
                Close();
                open = new FileStream(PathOf(slot), FileMode.Open, FileAccess.ReadWrite);
                openSlot = slot;
            }

            open.Seek(length, SeekOrigin.Begin);
            open.Write(bytes, 0, count);
            Close();
        }
        catch (IOException)
        {
            Abandon();
            if (!Holds(slot, bytes, count, length))
            {
                throw;
            }
        }
    }

    /// <summary>Deletes a file, if there is one.</summary>
    /// <exception cref="IOException">It can't be deleted, or it is not known.</exception>
    public void Delete(int slot)
    {
        Forget(slot);
        if (openSlot == slot)
        {
            Close();
        }

        if (Exists(slot))
        {
            File.Delete(PathOf(slot));
        }
    }

    // Read back: a call that failed may have done its work.
    private bool Holds(int slot, byte[] bytes, int count, int offset)
    {
        try
        {
            if (!Exists(slot))
            {
                return false;
            }

            var there = Read(slot);
            var same = there.Length == offset + count;
            for (var i = 0; same && i < count; i++)
            {
                same = there[offset + i] == bytes[i];
            }

            return same;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Remember(int slot, byte[] bytes)
    {
        for (var i = Remembered - 1; i > 0; i--)
        {
            contents[i] = contents[i - 1];
            contentSlots[i] = contentSlots[i - 1];
        }

        contents[0] = bytes;
        contentSlots[0] = slot;
    }

    private void Forget(int slot)
    {
        for (var i = 0; i < Remembered; i++)
        {
            if (contentSlots[i] == slot)
            {
                contents[i] = null;
            }
        }
    }

    private void Close()
    {
        if (open != null)
        {
            var closing = open;
            open = null;
            openSlot = -1;
            closing.Dispose();
        }
    }

    private void Abandon()
    {
        try
        {
            Close();
        }
        catch (IOException)
        {
            // It was in trouble before; what it holds is read anew.
        }
    }
}
