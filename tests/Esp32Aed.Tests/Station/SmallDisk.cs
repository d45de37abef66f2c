using System.Diagnostics;
using Xunit;

namespace Esp32Aed.Tests.Station;

/// <summary>A file system of a few megabytes (tmpfs), with a file that fills it up.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabyte = 1 << 20;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-disk-");

    /// <summary>Mounts it; skips the calling test where that is not allowed.</summary>
    public SmallDisk(int megabytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder.FullName) != 0)
        {
            folder.Delete();
            Assert.Skip("a small file system can't be mounted here (Linux, as root)");
        }
    }

    public string Folder => folder.FullName;

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>Leaves so many megabytes.</summary>
    public void Fill(int leave)
    {
        var rest = new DriveInfo(Folder).AvailableFreeSpace - (leave * (long)Megabyte);
        using var file = File.Create(Filler);
        for (var block = new byte[Megabyte / 16]; rest > 0; rest -= block.Length)
        {
            file.Write(block);
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        _ = Run("umount", "-l", Folder);
        folder.Delete();
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
