using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Esp32Aed.Sound;

/// <summary>
/// Finds the native sound libraries under the names each system gives them, and says in one line how to install a missing one.
/// </summary>
internal static class NativeLibraries
{
    /// <summary>Decodes FLAC, OGG and MP3.</summary>
    public const string SndFile = "sndfile";

    /// <summary>Converts sample rates.</summary>
    public const string SampleRate = "samplerate";

    private static readonly ConcurrentDictionary<string, nint> Loaded = new(StringComparer.Ordinal);

    static NativeLibraries() =>
        NativeLibrary.SetDllImportResolver(
            typeof(NativeLibraries).Assembly,
            (name, _, _) => Loaded.GetValueOrDefault(name));

    /// <summary>Loads a library, once. Call it before the first native call into that library.</summary>
    /// <param name="name">The library's name without prefix, version or ending, for example <c>sndfile</c>.</param>
    /// <param name="purpose">What it is needed for, as part of the message.</param>
    /// <exception cref="UserFaultException"><see cref="FaultKind.MissingDependency"/>: it is not installed.</exception>
    public static void Require(string name, string purpose) => Loaded.GetOrAdd(name, static (name, purpose) => Load(name, purpose), purpose);

    private static nint Load(string name, string purpose)
    {
        foreach (var candidate in FileNames(name))
        {
            if (NativeLibrary.TryLoad(candidate, Assembly.GetExecutingAssembly(), searchPath: null, out var handle))
            {
                return handle;
            }
        }

        throw new UserFaultException(
            FaultKind.MissingDependency,
            $"{purpose} needs lib{name}, which is not installed: {HowToInstall(name)} (WAV at the wanted rate or a whole multiple of it needs none)");
    }

    private static string[] FileNames(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return [$"{name}.dll", $"lib{name}-1.dll", $"lib{name}-0.dll", $"lib{name}.dll"];
        }

        if (OperatingSystem.IsMacOS())
        {
            // Homebrew's folders are not on the loader's path.
            string[] names = [$"lib{name}.dylib", $"lib{name}.1.dylib", $"lib{name}.0.dylib"];
            return [.. names, $"/opt/homebrew/lib/lib{name}.dylib", $"/usr/local/lib/lib{name}.dylib"];
        }

        return [$"lib{name}.so.1", $"lib{name}.so.0", $"lib{name}.so"];
    }

    private static string HowToInstall(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return $"put {name}.dll (vcpkg install lib{name}) on the PATH";
        }

        return OperatingSystem.IsMacOS()
            ? $"brew install lib{name}"
            : $"sudo apt install lib{name}{(name == SndFile ? '1' : '0')} (Debian, Ubuntu), or your system's package of that library";
    }
}
