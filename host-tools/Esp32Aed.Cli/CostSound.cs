using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Sound;

namespace Esp32Aed.Cli;

/// <summary>The sound that costs are measured on: a few seconds are enough, for a chain does nearly the same for every frame.</summary>
internal static class CostSound
{
    private const double LargestSeconds = 30;
    private const int LargestFiles = 15;
    private const double TestSoundDb = -20;

    /// <summary>
    /// The first 30 s of a file; of a folder, 2 s around the loudest moment of 15 of its sounds, spread evenly; without either, the test sound of
    /// <see cref="PrecisionReport"/> at -20 dBFS. Stretches of digital silence are left out: no microphone delivers them, and the silence gate
    /// would make the chain look cheaper than it is.
    /// </summary>
    /// <param name="path">File, folder or null.</param>
    /// <param name="model">The model that is to hear it.</param>
    /// <exception cref="UserFaultException">The sound can't be used.</exception>
    public static short[] Read(string? path, Model model)
    {
        if (path is null)
        {
            return PrecisionReport.TestSound(model.SampleRate, TestSoundDb);
        }

        var samples = Directory.Exists(path)
            ? [.. Choose(path).SelectMany(file => Loudest(SoundFile.Read(file, model.SampleRate, Output.Warn).Samples, model.SampleRate))]
            : SoundFile.Read(path, model.SampleRate, Output.Warn).Samples;
        if (samples.Length < model.HopLength)
        {
            throw new UserFaultException(
                FaultKind.Sound, $"{path}: {samples.Length} samples are less than one frame of the model ({model.HopLength}); name a longer sound");
        }

        var heard = Heard(samples, model);
        return heard.Length >= model.HopLength
            ? heard
            : throw new UserFaultException(FaultKind.Sound, $"{path}: holds nothing but digital silence; name a recording of a microphone");
    }

    /// <summary>The first 30 s of whole hops that are not digital silence; may be empty.</summary>
    public static short[] Heard(short[] samples, Model model) =>
        [.. samples.Chunk(model.HopLength)
            .Where(hop => hop.Length == model.HopLength && hop.AsSpan().ContainsAnyExcept((short)0))
            .SelectMany(hop => hop).Take((int)(LargestSeconds * model.SampleRate))];

    private static IEnumerable<string> Choose(string folder)
    {
        string[] files;
        try
        {
            files = [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true })
                .Where(SoundFile.HasSoundName).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Sound, $"{folder}: can't be read: {error.Message}", error);
        }

        return files.Length > 0
            ? Enumerable.Range(0, Math.Min(LargestFiles, files.Length)).Select(i => files[(int)((long)i * files.Length / Math.Min(LargestFiles, files.Length))])
            : throw new UserFaultException(FaultKind.Sound, $"{folder}: holds no sound file; name a recording or a folder of them");
    }

    private static IEnumerable<short> Loudest(short[] samples, int sampleRate)
    {
        var length = (int)(LargestSeconds / LargestFiles * sampleRate);
        var peak = Array.IndexOf(samples, samples.MaxBy(sample => Math.Abs((int)sample)));
        var start = Math.Clamp(peak - (length / 2), 0, Math.Max(0, samples.Length - length));
        return samples.Skip(start).Take(length);
    }
}
