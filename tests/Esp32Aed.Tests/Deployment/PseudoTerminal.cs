using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Esp32Aed.Tests.Deployment;

/// <summary>A pseudo terminal of Linux: what is written here is read from a device that looks like a serial port.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    // O_RDWR, O_NOCTTY and O_CLOEXEC: a child that inherited it would keep it open.
    private const int Flags = 0x80102;
    private const int LongestName = 64;
    private readonly FileStream master;

    /// <summary>Opens one.</summary>
    public PseudoTerminal()
    {
        var descriptor = OpenTerminal(Flags);
        var name = new byte[LongestName];
        if (descriptor < 0 || Grant(descriptor) != 0 || Unlock(descriptor) != 0 || NameOf(descriptor, name, LongestName) != 0)
        {
            throw new IOException("no pseudo terminal can be opened");
        }

        Name = Encoding.ASCII.GetString(name).TrimEnd('\0');
        master = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    /// <summary>The device.</summary>
    public string Name { get; }

    /// <summary>Sends bytes to who reads the device.</summary>
    public void Write(byte[] bytes) => master.Write(bytes);

    /// <inheritdoc/>
    public void Dispose() => master.Dispose();

    [LibraryImport("libc", EntryPoint = "posix_openpt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenTerminal(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Grant(int descriptor);

    [LibraryImport("libc", EntryPoint = "unlockpt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unlock(int descriptor);

    [LibraryImport("libc", EntryPoint = "ptsname_r")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NameOf(int descriptor, byte[] name, nint length);
}
