namespace Esp32Aed.Sound;

/// <summary>
/// Reads sound files: WAV by itself, FLAC, OGG, MP3 and others through libsndfile; other rates through libsamplerate. The file
/// is streamed: beyond the result it takes a few buffers, however long the sound is.
/// </summary>
public static class SoundFile
{
    private const int BlockSamples = 32 * 1024;

    private static readonly string[] Endings = [".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".w64", ".rf64", ".au", ".caf"];

    /// <summary>Whether the file's name ends as sound files do; its content decides when it is read.</summary>
    public static bool HasSoundName(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Reads a whole sound as one channel of 16 bits. Channels are averaged. Rounding is <c>round(32768 x)</c>, halves to even,
    /// saturated, so 16-bit sound at the asked rate passes bit for bit.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="sampleRate">The rate wanted, samples per second.</param>
    /// <param name="warn">Takes one line for each thing that may spoil detection: truncated, silent, clipped, DC offset, stereo, 8 bits, too short.</param>
    /// <exception cref="UserFaultException">
    /// <see cref="FaultKind.Sound"/>: missing, empty, no sound file, nonsense in its header;
    /// <see cref="FaultKind.MissingDependency"/>: a native library is needed and not installed.
    /// </exception>
    public static Recording Read(string path, int sampleRate, Action<string>? warn = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        try
        {
            using var source = Open(path);
            var check = new SoundCheck(source);
            var samples = Stream(source, path, sampleRate, check);
            if (samples.Length == 0)
            {
                throw NoSamples(path);
            }

            foreach (var finding in check.Findings(samples))
            {
                warn?.Invoke($"{path}: {finding}");
            }

            return new Recording(path, sampleRate, samples, (double)samples.Length / sampleRate);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>Reads the header only. A FLAC, OGG or MP3 file may turn out shorter than its header says; WAV lengths are what is there.</summary>
    /// <exception cref="UserFaultException">As for <see cref="Read"/>.</exception>
    public static SoundInfo Inspect(string path)
    {
        try
        {
            using var source = Open(path);
            var frames = source.AvailableFrames >= 0 ? source.AvailableFrames : source.PromisedFrames;
            return frames == 0
                ? throw NoSamples(path)
                : new SoundInfo(path, source.SampleRate, source.Channels, Math.Max(0, (double)frames / source.SampleRate));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error);
        }
    }

    private static ISampleSource Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UserFaultException(FaultKind.Sound, $"{path}: a folder, not a sound file");
        }

        if (!File.Exists(path))
        {
            throw new UserFaultException(FaultKind.Sound, $"{path}: no such sound file");
        }

        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 4096, FileOptions.SequentialScan);
        try
        {
            if (stream.Length == 0)
            {
                throw new UserFaultException(FaultKind.Sound, $"{path}: empty (0 bytes); record or export it again");
            }

            if (WavHeader.TryRead(stream, path) is { Encoding: not WavEncoding.Foreign } header)
            {
                return new WavSource(stream, header);
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        stream.Dispose();
        return new SndFileSource(path);
    }

    private static short[] Stream(ISampleSource source, string path, int sampleRate, SoundCheck check)
    {
        var certain = source.AvailableFrames >= 0;
        var frames = certain ? source.AvailableFrames : source.PromisedFrames;
        var output = new SampleBuffer(path, (long)Math.Ceiling(frames * ((double)sampleRate / source.SampleRate)), certain);
        var first = RateConversion.Into(path, source.SampleRate, sampleRate, output);
        using var native = first as IDisposable;
        var block = new float[Math.Max(BlockSamples, source.Channels)];
        var heard = 0;
        for (int read; (read = source.Read(block)) > 0; heard = read)
        {
            check.Take(block.AsSpan(0, read * source.Channels));
            MixToMono(block, read, source.Channels);
            first.Accept(block.AsSpan(0, read));
        }

        first.Finish();
        if (output.IsEmpty && heard > 0)
        {
            // A few samples of a high rate are less than one of a lower; one is kept, so that the sound doesn't count as empty.
            output.Accept(block.AsSpan(0, 1));
        }

        return output.ToArray();
    }

    private static void MixToMono(float[] block, int frames, int channels)
    {
        if (channels == 1)
        {
            return;
        }

        for (var frame = 0; frame < frames; frame++)
        {
            var sum = 0f;
            for (var channel = 0; channel < channels; channel++)
            {
                sum += block[(frame * channels) + channel];
            }

            block[frame] = sum / channels;
        }
    }

    private static UserFaultException NoSamples(string path) =>
        new(FaultKind.Sound, $"{path}: holds no samples; record or export it again");

    private static UserFaultException Unreadable(string path, Exception error) =>
        new(FaultKind.Sound, $"{path}: can't be read: {error.Message}", error);
}
