namespace Esp32Aed.Sound;

/// <summary>An open sound file that gives its samples block by block.</summary>
internal interface ISampleSource : IDisposable
{
    /// <summary>Samples per second and channel.</summary>
    int SampleRate { get; }

    /// <summary>Channels, at least 1.</summary>
    int Channels { get; }

    /// <summary>Bits of resolution, as far as it matters for warnings: 8, or 16 for 16 and more.</summary>
    int Bits { get; }

    /// <summary>Frames the header promises; -1 when it doesn't tell.</summary>
    long PromisedFrames { get; }

    /// <summary>The most frames that there can be, as far as the file's size tells; -1 when it doesn't.</summary>
    long AvailableFrames { get; }

    /// <summary>Reads the next frames, interleaved, full scale -1 to 1; returns how many frames, 0 at the end.</summary>
    int Read(Span<float> interleaved);
}
