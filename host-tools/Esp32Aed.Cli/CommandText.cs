namespace Esp32Aed.Cli;

/// <summary>Parts of a command line that is shown to be run again elsewhere.</summary>
internal static class CommandText
{
    /// <summary>A path as a reader of the card can use it: within $AED_DATA, or relative to where the command runs.</summary>
    public static string Path(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var data = Environment.GetEnvironmentVariable("AED_DATA") is { Length: > 0 } set ? set : System.IO.Path.Combine("..", "shared", "data");
        var inData = System.IO.Path.GetRelativePath(System.IO.Path.GetFullPath(data), full);
        if (!inData.StartsWith("..", StringComparison.Ordinal) && !System.IO.Path.IsPathRooted(inData))
        {
            return "$AED_DATA/" + inData.Replace('\\', '/');
        }

        var relative = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, full);
        return Quoted((relative.StartsWith("..", StringComparison.Ordinal) || System.IO.Path.IsPathRooted(relative) ? System.IO.Path.GetFileName(full) : relative).Replace('\\', '/'));
    }

    /// <summary>An argument, in quotes where it has a space.</summary>
    public static string Quoted(string text) => text.Contains(' ', StringComparison.Ordinal) ? $"\"{text}\"" : text;
}
