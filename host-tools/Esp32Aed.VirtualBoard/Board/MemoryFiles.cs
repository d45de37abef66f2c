namespace Esp32Aed.VirtualBoard;

/// <summary>Files in memory: fast enough for hundreds of thousands of operations. One board at a time may use it.</summary>
public sealed class MemoryFiles : DriveFiles
{
    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
    private readonly HashSet<string> folders = new(StringComparer.Ordinal);

    /// <summary>A copy of all files; a change of either is none of the other.</summary>
    public MemoryFiles Clone()
    {
        var clone = new MemoryFiles();
        foreach (var (path, content) in files)
        {
            clone.files[path] = (byte[])content.Clone();
        }

        clone.folders.UnionWith(folders);
        return clone;
    }

    /// <summary>The bytes of a file.</summary>
    /// <param name="path">A path such as <c>I:\nf.config</c>.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public byte[] this[string path]
    {
        get => Content(path);
        set
        {
            if (FolderOf(path) is { } folder)
            {
                folders.Add(folder);
            }

            files[path] = value;
        }
    }

    /// <summary>Gives a file another name, as damage does.</summary>
    public void Rename(string path, string newPath) => Move(path, newPath);

    /// <inheritdoc cref="DriveFiles.Paths"/>
    public IReadOnlyList<string> AllPaths => Paths;

    internal override IReadOnlyList<string> Paths => [.. files.Keys.Order(StringComparer.Ordinal)];

    internal override bool Exists(string path) => files.ContainsKey(path);

    internal override int LengthOf(string path) => Content(path).Length;

    internal override int Read(string path, int from, byte[] buffer, int offset, int count)
    {
        var content = Content(path);
        var read = Math.Clamp(content.Length - from, 0, count);
        Array.Copy(content, Math.Min(from, content.Length), buffer, offset, read);
        return read;
    }

    internal override void Create(string path)
    {
        ThrowIfNoFolder(path);
        files[path] = [];
    }

    internal override void Write(string path, int at, byte[] buffer, int offset, int count)
    {
        var content = Content(path);
        if (at + count > content.Length)
        {
            Array.Resize(ref content, at + count);
            files[path] = content;
        }

        Array.Copy(buffer, offset, content, at, count);
    }

    internal override void SetLength(string path, int length)
    {
        var content = Content(path);
        Array.Resize(ref content, length);
        files[path] = content;
    }

    internal override void Delete(string path) => files.Remove(path);

    internal override void Move(string from, string to)
    {
        ThrowIfNoFolder(to);
        var content = Content(from);
        files.Remove(from);
        files[to] = content;
    }

    internal override bool FolderExists(string path) => folders.Contains(path) || path == BoardDrive.Prefix;

    internal override void CreateFolder(string path)
    {
        ThrowIfNoFolder(path);
        folders.Add(path);
    }

    internal override IReadOnlyList<string> FilesIn(string folder)
    {
        var prefix = folder.TrimEnd('\\') + "\\";
        return [.. files.Keys.Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && !path.AsSpan(prefix.Length).Contains('\\')).Order(StringComparer.Ordinal)];
    }

    // Null where it is the drive itself.
    private static string? FolderOf(string path)
    {
        var end = path.LastIndexOf('\\');
        return end < BoardDrive.Prefix.Length ? null : path[..end];
    }

    private void ThrowIfNoFolder(string path)
    {
        if (FolderOf(path) is { } folder && !folders.Contains(folder))
        {
            throw new IOException($"There is no folder for {path}.");
        }
    }

    private byte[] Content(string path) => files.TryGetValue(path, out var content) ? content : throw new FileNotFoundException($"There is no {path}.");
}
