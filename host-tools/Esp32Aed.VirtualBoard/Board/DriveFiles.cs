namespace Esp32Aed.VirtualBoard;

/// <summary>What a virtual drive's files are kept in. It outlives the boards that use it, as flash does. Paths are those of the board.</summary>
public abstract class DriveFiles
{
    private protected DriveFiles()
    {
    }

    internal abstract IReadOnlyList<string> Paths { get; }

    internal abstract bool Exists(string path);

    internal abstract int LengthOf(string path);

    /// <summary>Reads what there is, at most <paramref name="count"/> bytes.</summary>
    internal abstract int Read(string path, int from, byte[] buffer, int offset, int count);

    /// <summary>Makes an empty file, in place of any that was there.</summary>
    internal abstract void Create(string path);

    internal abstract void Write(string path, int at, byte[] buffer, int offset, int count);

    /// <summary>Cuts a file off, or lengthens it by zeros.</summary>
    internal abstract void SetLength(string path, int length);

    internal abstract void Delete(string path);

    internal abstract void Move(string from, string to);

    internal abstract bool FolderExists(string path);

    /// <summary>Makes a folder, if there is none; its parent must exist.</summary>
    internal abstract void CreateFolder(string path);

    /// <summary>Paths of the files right in a folder, in the order of their names.</summary>
    internal abstract IReadOnlyList<string> FilesIn(string folder);
}
