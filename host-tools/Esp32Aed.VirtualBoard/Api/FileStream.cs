namespace Esp32Aed.VirtualBoard.Api;

/// <summary>nanoFramework's <c>System.IO.FileStream</c>, on drive <c>I:</c> of the board.</summary>
public sealed class FileStream : IDisposable
{
    private readonly BoardDrive drive = Board.Current.Drive;
    private readonly bool canRead;
    private readonly bool canWrite;
    private readonly long seekLimit;
    private int position;
    private int firstWritten = int.MaxValue;
    private bool disposed;

    /// <summary>Opens a file for reading and writing; for writing only with <see cref="FileMode.Append"/>.</summary>
    public FileStream(string path, FileMode mode)
        : this(path, mode, mode == FileMode.Append ? FileAccess.Write : FileAccess.ReadWrite)
    {
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It can't be opened, or may not exist, or must.</exception>
    public FileStream(string path, FileMode mode, FileAccess access)
        : this(path, mode, access, FileShare.Read)
    {
    }

    /// <summary>Opens a file; who else may open it is not watched.</summary>
    /// <exception cref="IOException">It can't be opened, or may not exist, or must.</exception>
    public FileStream(string path, FileMode mode, FileAccess access, FileShare share)
    {
        Name = path;
        canRead = access.HasFlag(FileAccess.Read);
        canWrite = access.HasFlag(FileAccess.Write);
        if ((!canWrite && mode is not (FileMode.Open or FileMode.OpenOrCreate)) || (canRead && mode == FileMode.Append))
        {
            throw new ArgumentException($"{mode} and {access} do not go together.", nameof(access));
        }

        var exists = drive.Exists(path);
        if (exists ? mode == FileMode.CreateNew : mode is FileMode.Open or FileMode.Truncate)
        {
            throw new IOException(exists ? $"{path} exists." : $"There is no {path}.");
        }

        if (!exists || mode is FileMode.Create or FileMode.Truncate)
        {
            drive.Create(path);
            firstWritten = 0;
        }
        else
        {
            drive.Open(path);
        }

        if (mode == FileMode.Append)
        {
            position = drive.LengthOf(path);
            seekLimit = position;
        }
    }

    /// <summary>The path.</summary>
    public string Name { get; }

    /// <summary>It can be read.</summary>
    public bool CanRead => canRead && !disposed;

    /// <summary>It can be written.</summary>
    public bool CanWrite => canWrite && !disposed;

    /// <summary>One can seek in it.</summary>
    public bool CanSeek => !disposed;

    /// <summary>Bytes in the file.</summary>
    public long Length
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return drive.LengthOf(Name);
        }
    }

    /// <summary>Where the next byte is read or written.</summary>
    public long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>Reads what there is, at most <paramref name="count"/> bytes; 0 at the end.</summary>
    public int Read(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!canRead)
        {
            throw new NotSupportedException();
        }

        var read = drive.Read(Name, position, buffer, offset, count);
        position += read;
        return read;
    }

    /// <summary>Reads one byte; -1 at the end.</summary>
    public int ReadByte()
    {
        var one = new byte[1];
        return Read(one, 0, 1) == 1 ? one[0] : -1;
    }

    /// <summary>Writes bytes.</summary>
    public void Write(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!canWrite)
        {
            throw new NotSupportedException();
        }

        firstWritten = Math.Min(firstWritten, position);
        drive.Write(Name, position, buffer, offset, count);
        position += count;
    }

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value) => Write([value], 0, 1);

    /// <summary>Moves to another place.</summary>
    public long Seek(long offset, SeekOrigin origin)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var from = origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => position,
            _ => drive.LengthOf(Name),
        };
        if (from + offset < seekLimit)
        {
            throw new IOException("One can't seek there.");
        }

        position = (int)(from + offset);
        return position;
    }

    /// <summary>Cuts the file off, or lengthens it by zeros.</summary>
    public void SetLength(long value)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!canWrite)
        {
            throw new NotSupportedException();
        }

        firstWritten = Math.Min(firstWritten, (int)value);
        drive.SetLength(Name, (int)value);
    }

    /// <summary>Does nothing here; on a board too, what was written is safe only once the file is closed.</summary>
    public void Flush() => ObjectDisposedException.ThrowIf(disposed, this);

    /// <summary>Closes the file.</summary>
    public void Close() => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            if (firstWritten != int.MaxValue)
            {
                drive.CloseWritten(Name, firstWritten);
            }
        }
    }
}
