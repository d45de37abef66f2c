using System.Buffers;

namespace Esp32Aed.VirtualBoard;

/// <summary>Drive <c>I:</c>: its faults, its capacity and its wear. No path leads out of it.</summary>
public sealed class BoardDrive
{
    internal const string Prefix = "I:\\";

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/:*?\"<>|\0");

    private readonly Board board;
    private readonly DriveFiles files;
    private readonly DriveFaults faults;
    private readonly HashSet<string> listedFirst = new(StringComparer.Ordinal);
    private readonly int capacity;

    internal BoardDrive(Board board, DriveFiles files, DriveFaults faults, int capacity)
    {
        this.board = board;
        this.files = files;
        this.faults = faults;
        this.capacity = capacity;
        Wear = new DriveWear(files);
    }

    /// <summary>What this board has done to the flash.</summary>
    public DriveWear Wear { get; }

    /// <summary>
    /// Folders that were listed before the first call that may write. After a power cut the board's file system may hide a name of a folder that is longer than a
    /// block from these; see SegmentStore of the sensor.
    /// </summary>
    public IReadOnlyCollection<string> ListedFirst => listedFirst;

    internal static void Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new IOException($"There is no drive for {path}.");
        }

        foreach (var part in path[Prefix.Length..].Split('\\'))
        {
            if (part.Length == 0 || part is "." or ".." || part.AsSpan().ContainsAny(Forbidden))
            {
                throw new IOException($"{path} is not a path.");
            }
        }
    }

    internal bool Exists(string path)
    {
        Check(path);
        board.Clock.ThrowIfOff();
        return files.Exists(path);
    }

    internal int LengthOf(string path)
    {
        Check(path);
        board.Clock.ThrowIfOff();
        return files.LengthOf(path);
    }

    /// <summary>Opens a file that exists. The board's file system always opens for writing too, and that writes to the flash.</summary>
    internal void Open(string path) => Do(DriveCallKind.Open, path, 0, () => Wear.CountOpen(path, files.LengthOf(path)));

    internal int Read(string path, int from, byte[] buffer, int offset, int count)
    {
        var read = 0;
        Do(DriveCallKind.Read, path, count, () => read = files.Read(path, from, buffer, offset, count));
        return read;
    }

    internal void Create(string path)
    {
        ThrowIfFull(path, 0);
        var isNew = !Exists(path);
        var lengthBefore = isNew ? 0 : files.LengthOf(path);
        Do(DriveCallKind.Create, path, 0, () => Step(() => files.Create(path)));
        if (isNew)
        {
            Wear.CountCreate(path);
        }
        else
        {
            // It is opened first, and cut off then.
            Wear.CountOpen(path, lengthBefore);
        }
    }

    internal void Write(string path, int at, byte[] buffer, int offset, int count)
    {
        Check(path);
        board.Clock.ThrowIfOff();
        var fault = faults.Of(new DriveCall(DriveCallKind.Write, path, count));
        var whole = fault switch
        {
            DriveFault.None or DriveFault.After => count,
            DriveFault.Middle => count / 2,
            _ => 0,
        };
        ThrowIfFull(path, at + whole);
        var written = faults.Take(whole);
        files.Write(path, at, buffer, offset, written);
        if (written < whole)
        {
            CutPower();
        }

        if (fault != DriveFault.None)
        {
            throw new IOException($"{path} can't be written.");
        }
    }

    /// <summary>A file that was written to is closed: only now the board's file system writes what points to its bytes.</summary>
    internal void CloseWritten(string path, int firstWritten) => Wear.CountClose(path, files.Exists(path) ? files.LengthOf(path) : 0, firstWritten);

    internal void SetLength(string path, int length)
    {
        ThrowIfFull(path, length);
        Do(DriveCallKind.SetLength, path, 0, () => Step(() => files.SetLength(path, length)));
    }

    internal void Delete(string path) => Do(DriveCallKind.Delete, path, 0, () => Step(() =>
    {
        files.Delete(path);
        Wear.CountDelete(path);
    }));

    internal void Move(string from, string to)
    {
        Check(to);
        Do(DriveCallKind.Move, from, 0, () => Step(() =>
        {
            files.Move(from, to);
            Wear.CountMove(from, to);
        }));
    }

    internal bool FolderExists(string path)
    {
        CheckFolder(path);
        board.Clock.ThrowIfOff();
        return files.FolderExists(WithoutEnd(path));
    }

    internal void CreateFolder(string path)
    {
        CheckFolder(path);
        var folder = WithoutEnd(path);
        Do(DriveCallKind.Create, folder, 0, () => Step(() =>
        {
            files.CreateFolder(folder);
            Wear.CountFolder(folder);
        }));
    }

    internal string[] FilesIn(string path)
    {
        if (!FolderExists(path))
        {
            throw new IOException($"There is no folder {path}.");
        }

        if (Wear.Opens + Wear.Entries == 0)
        {
            listedFirst.Add(WithoutEnd(path));
        }

        return [.. files.FilesIn(WithoutEnd(path))];
    }

    private static string WithoutEnd(string path) => path.Length > Prefix.Length ? path.TrimEnd('\\') : path;

    private static void CheckFolder(string path)
    {
        if (path != Prefix)
        {
            Check(path.TrimEnd('\\'));
        }
    }

    private void Do(DriveCallKind kind, string path, int bytes, Action action)
    {
        Check(path);
        board.Clock.ThrowIfOff();
        var fault = faults.Of(new DriveCall(kind, path, bytes));
        if (fault is DriveFault.None or DriveFault.After)
        {
            action();
        }

        if (fault != DriveFault.None)
        {
            throw new IOException($"{path}: {kind} failed.");
        }
    }

    private void Step(Action action)
    {
        if (faults.Take(1) == 0)
        {
            CutPower();
        }

        action();
    }

    private void CutPower()
    {
        board.CutPower();
        throw new PowerOffException();
    }

    private void ThrowIfFull(string path, int length)
    {
        if (capacity == int.MaxValue)
        {
            return;
        }

        var used = files.Paths.Sum(other => other == path ? 0 : DriveWear.SpaceOf(other, files.LengthOf(other)));
        if (used + DriveWear.SpaceOf(path, length) > capacity)
        {
            throw new IOException("The drive is full.");
        }
    }
}
