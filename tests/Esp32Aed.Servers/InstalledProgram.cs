using System.Diagnostics;

namespace Esp32Aed.Servers;

/// <summary>A program of the machine, found on the path or where Linux keeps servers.</summary>
public static class InstalledProgram
{
    /// <summary>Its path, or null where it is not installed.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Append("/usr/sbin").Append("/usr/local/sbin")
            .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })
            .FirstOrDefault(File.Exists);

    /// <summary>Starts it. What it prints can be read; its complaints are dropped.</summary>
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public static Process Start(string name, params IEnumerable<string> arguments)
    {
        var path = Find(name) ?? throw new InvalidOperationException($"{name} is not installed; ./test.sh installs it");
        var process = Process.Start(new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Ends a process at once, and waits until it is gone.</summary>
    public static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
