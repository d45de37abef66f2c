using Esp32Aed.Sound;

namespace Esp32Aed.Tests;

/// <summary>A folder that lives as long as one test, and short ways to put files into it.</summary>
public sealed class SoundFixture : IDisposable
{
    public SoundFixture() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"aed-test-{Guid.NewGuid():N}");

    public List<string> Warnings { get; } = [];

    /// <summary>Half a second of 440 Hz at 8 kHz, amplitude 16000: what the committed FLAC, OGG and MP3 files were made from.</summary>
    public static short[] Tone { get; } = [.. Enumerable.Range(0, 4000).Select(i => (short)Math.Round(16000 * Math.Sin(2 * Math.PI * 440 * i / 8000)))];

    public static string Committed(string name) => Path.Combine(RealData.Repository, "tests", "Esp32Aed.Tests", "Sound", "Fixtures", name);

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Put(string name, byte[] content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Put(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string PutTone(string name) => Put(name, WavBytes.Int16(Tone).Build());

    public Recording Read(string path, int rate = 8000) => SoundFile.Read(path, rate, Warnings.Add);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
