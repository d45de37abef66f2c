using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Esp32Aed.Sound;

/// <summary>The calls of libsndfile (1.0.28 or later; MP3 from 1.1) that reading needs; names as in <c>sndfile.h</c>.</summary>
internal static unsafe partial class LibSndFile
{
    private const int ReadMode = 0x10;

    /// <summary><c>SF_FORMAT_SUBMASK</c>: the bits of <see cref="Info.Format"/> that name the encoding.</summary>
    public const int SubFormatMask = 0xFFFF;

    /// <summary><c>SF_FORMAT_PCM_S8</c>.</summary>
    public const int SignedByte = 1;

    /// <summary><c>SF_FORMAT_PCM_U8</c>.</summary>
    public const int UnsignedByte = 5;

    /// <summary>Opens a file for reading; the handle is invalid when libsndfile can't.</summary>
    public static Handle Open(string path, ref Info info) =>
        OperatingSystem.IsWindows() ? OpenUtf16(path, ReadMode, ref info) : OpenUtf8(path, ReadMode, ref info);

    /// <summary>What went wrong with the last call on the handle, in libsndfile's words.</summary>
    public static string LastError(Handle file) => Marshal.PtrToStringUTF8(ErrorText(file))?.Trim().TrimEnd('.') ?? "unknown error";

    /// <summary>Reads up to <paramref name="frames"/> interleaved frames, scaled to -1..1; returns the frames read.</summary>
    [LibraryImport(NativeLibraries.SndFile, EntryPoint = "sf_readf_float")]
    public static partial long Read(Handle file, float* samples, long frames);

    [LibraryImport(NativeLibraries.SndFile, EntryPoint = "sf_open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial Handle OpenUtf8(string path, int mode, ref Info info);

    [LibraryImport(NativeLibraries.SndFile, EntryPoint = "sf_wchar_open", StringMarshalling = StringMarshalling.Utf16)]
    private static partial Handle OpenUtf16(string path, int mode, ref Info info);

    [LibraryImport(NativeLibraries.SndFile, EntryPoint = "sf_strerror")]
    private static partial nint ErrorText(Handle file);

    [LibraryImport(NativeLibraries.SndFile, EntryPoint = "sf_close")]
    private static partial int CloseFile(nint file);

    /// <summary><c>SF_INFO</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Info
    {
        public long Frames;
        public int SampleRate;
        public int Channels;
        public int Format;
        public int Sections;
        public int Seekable;
    }

    /// <summary>An open <c>SNDFILE</c>.</summary>
    public sealed class Handle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
    {
        protected override bool ReleaseHandle() => CloseFile(handle) == 0;
    }
}
