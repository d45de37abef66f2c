namespace Esp32Aed.Sound;

/// <summary>Reads whatever libsndfile can: FLAC, OGG, MP3, AIFF, compressed WAV.</summary>
internal sealed class SndFileSource : ISampleSource
{
    // SF_COUNT_MAX, and what it becomes when a decoder subtracts its delay: the length is not known.
    private const long UnknownFrames = long.MaxValue / 2;
    private readonly LibSndFile.Handle file;
    private readonly LibSndFile.Info info;

    /// <summary>Opens the file.</summary>
    /// <exception cref="UserFaultException">libsndfile is missing, or doesn't know the file.</exception>
    public SndFileSource(string path)
    {
        NativeLibraries.Require(NativeLibraries.SndFile, $"{path}: reading this format");

        // A full path, because libsndfile takes "-" for standard input.
        file = LibSndFile.Open(Path.GetFullPath(path), ref info);
        if (file.IsInvalid)
        {
            var reason = LibSndFile.LastError(file);
            file.Dispose();
            throw new UserFaultException(FaultKind.Sound, $"{path}: not a sound file that can be read (WAV, FLAC, OGG, MP3): {reason}");
        }

        try
        {
            SoundLimits.Check(path, info.Channels, info.SampleRate);
        }
        catch (UserFaultException)
        {
            file.Dispose();
            throw;
        }
    }

    public int SampleRate => info.SampleRate;

    public int Channels => info.Channels;

    public int Bits => (info.Format & LibSndFile.SubFormatMask) is LibSndFile.SignedByte or LibSndFile.UnsignedByte ? 8 : 16;

    public long PromisedFrames => info.Frames is >= 0 and < UnknownFrames ? info.Frames : -1;

    public long AvailableFrames => -1;

    public unsafe int Read(Span<float> interleaved)
    {
        fixed (float* samples = interleaved)
        {
            return (int)Math.Max(0, LibSndFile.Read(file, samples, interleaved.Length / Channels));
        }
    }

    public void Dispose() => file.Dispose();
}
