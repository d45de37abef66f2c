namespace Esp32Aed.VirtualBoard;

/// <summary>Files of a folder. Names are told apart by case, as LittleFS does, wherever the folder lies.</summary>
public sealed class FolderFiles : DriveFiles
{
    private readonly string folder;

    /// <summary>Uses a folder, which is made if it is missing.</summary>
    public FolderFiles(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(this.folder);
    }

    internal override IReadOnlyList<string> Paths =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(host => BoardDrive.Prefix + Path.GetRelativePath(folder, host).Replace(Path.DirectorySeparatorChar, '\\'))
            .Order(StringComparer.Ordinal)];

    internal override bool Exists(string path)
    {
        var host = HostPath(path);
        return File.Exists(host) && ExactlyExists(host);
    }

    internal override int LengthOf(string path) => (int)new FileInfo(Existing(path)).Length;

    internal override int Read(string path, int from, byte[] buffer, int offset, int count)
    {
        using var file = File.OpenRead(Existing(path));
        file.Position = from;
        return file.ReadAtLeast(buffer.AsSpan(offset, count), count, throwOnEndOfStream: false);
    }

    internal override void Create(string path)
    {
        try
        {
            File.WriteAllBytes(HostPath(path), []);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    internal override void Write(string path, int at, byte[] buffer, int offset, int count)
    {
        using var file = File.OpenWrite(Existing(path));
        file.Position = at;
        file.Write(buffer, offset, count);
    }

    internal override void SetLength(string path, int length)
    {
        using var file = File.OpenWrite(Existing(path));
        file.SetLength(length);
    }

    internal override void Delete(string path) => File.Delete(Existing(path));

    internal override void Move(string from, string to) => File.Move(Existing(from), HostPath(to));

    internal override bool FolderExists(string path)
    {
        var host = HostPath(path);
        return Directory.Exists(host) && ExactlyExists(host);
    }

    internal override void CreateFolder(string path) => Directory.CreateDirectory(HostPath(path));

    internal override IReadOnlyList<string> FilesIn(string path) =>
        [.. Directory.EnumerateFiles(HostPath(path)).Select(host => path.TrimEnd('\\') + '\\' + Path.GetFileName(host)).Order(StringComparer.Ordinal)];

    private string HostPath(string path) => Path.Combine([folder, .. path[BoardDrive.Prefix.Length..].Split('\\', StringSplitOptions.RemoveEmptyEntries)]);

    private string Existing(string path)
    {
        var host = HostPath(path);
        return ExactlyExists(host) ? host : throw new FileNotFoundException($"There is no {path}.");
    }

    private bool ExactlyExists(string host)
    {
        while (host.Length > folder.Length)
        {
            var parent = Path.GetDirectoryName(host)!;
            var name = Path.GetFileName(host);
            if (!Directory.Exists(parent)
                || !Directory.EnumerateFileSystemEntries(parent).Any(e => string.Equals(Path.GetFileName(e), name, StringComparison.Ordinal)))
            {
                return false;
            }

            host = parent;
        }

        return true;
    }
}
