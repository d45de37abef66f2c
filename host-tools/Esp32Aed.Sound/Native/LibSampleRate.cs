using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Esp32Aed.Sound;

/// <summary>The calls of libsamplerate's streaming interface; names as in <c>samplerate.h</c>.</summary>
internal static unsafe partial class LibSampleRate
{
    /// <summary><c>SRC_SINC_FASTEST</c>: SNR 97 dB, pass band 80 % of the lower Nyquist frequency.</summary>
    public const int SincFastest = 2;

    /// <summary>Makes a converter for one channel count; the handle is invalid when it can't.</summary>
    [LibraryImport(NativeLibraries.SampleRate, EntryPoint = "src_new")]
    public static partial Handle New(int converter, int channels, out int error);

    /// <summary>Converts as much as input and output room allow; 0 when all went well.</summary>
    [LibraryImport(NativeLibraries.SampleRate, EntryPoint = "src_process")]
    public static partial int Process(Handle state, Data* data);

    /// <summary>What an error number means.</summary>
    public static string Explain(int error) => Marshal.PtrToStringUTF8(ErrorText(error)) ?? $"error {error}";

    [LibraryImport(NativeLibraries.SampleRate, EntryPoint = "src_strerror")]
    private static partial nint ErrorText(int error);

    [LibraryImport(NativeLibraries.SampleRate, EntryPoint = "src_delete")]
    private static partial nint Delete(nint state);

    /// <summary><c>SRC_DATA</c>; its counts are C <c>long</c>, 32 bits wide on Windows.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Data
    {
        public float* Input;
        public float* Output;
        public CLong InputFrames;
        public CLong OutputFrames;
        public CLong InputFramesUsed;
        public CLong OutputFramesMade;
        public int EndOfInput;
        public double Ratio;
    }

    /// <summary>A converter's <c>SRC_STATE</c>.</summary>
    public sealed class Handle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
    {
        protected override bool ReleaseHandle()
        {
            _ = Delete(handle);
            return true;
        }
    }
}
