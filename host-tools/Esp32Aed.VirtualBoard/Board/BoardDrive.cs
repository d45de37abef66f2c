using System.Buffers;

namespace Esp32Aed.VirtualBoard;

/// <summary>
/// Drive <c>I:</c>, kept in a folder. Names are told apart by case, as LittleFS does, wherever the folder lies, and no path leads
/// out of it.
/// </summary>
public sealed class BoardDrive
{
    private const string Prefix = "I:\\";

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/:*?\"<>|\0");

    private readonly string folder;

    internal BoardDrive(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(this.folder);
    }

    /// <summary>The folder's file for a path of the board.</summary>
    /// <param name="path">A path such as <c>I:\nf.config</c>.</param>
    /// <exception cref="IOException">The path is not one of drive <c>I:</c>, or differs by case from a file that exists.</exception>
    internal string HostPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            throw new IOException($"There is no drive for {path}.");
        }

        var at = folder;
        foreach (var part in path[Prefix.Length..].Split('\\'))
        {
            if (part.Length == 0 || part is "." or ".." || part.AsSpan().ContainsAny(Forbidden))
            {
                throw new IOException($"{path} is not a path.");
            }

            at = Path.Combine(at, part);
        }

        return at;
    }

    /// <summary>There is a file of exactly this name.</summary>
    internal bool HasFile(string path)
    {
        var host = HostPath(path);
        return File.Exists(host) && ExactlyExists(host);
    }

    /// <summary>The folder's file for a path at which something exists.</summary>
    /// <exception cref="FileNotFoundException">Nothing exists there.</exception>
    internal string Existing(string path)
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
