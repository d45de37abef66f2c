using Esp32Aed.Learning.Mixing;
using Esp32Aed.Sound;

namespace Esp32Aed.Tests.Mixing;

/// <summary>
/// Events that are told apart by pitch: two recordings of "low" (600 Hz) and one of "high" (1800 Hz), three beeps of 0.2 s each, with their label tracks in
/// a folder of their own; backgrounds of noise, 20 s and 1 s long; a distractor with a label track.
/// </summary>
public sealed class MixFixture : IDisposable
{
    public const int Rate = 8000;

    private readonly SoundFixture files = new();

    public MixFixture()
    {
        Beeps("low-a", 600);
        Beeps("low-b", 600);
        Beeps("high", 1800);
        files.Put("origins.csv", "file,class,freesound_id\nlow-a.wav,beep,low\nlow-b.wav,beep,low\nhigh.wav,beep,high\n");
        Put("places/long.wav", TestSounds.Noise(3000, 20 * Rate, seed: 1));
        Put("places/short.wav", TestSounds.Noise(500, Rate, seed: 2));
        Put("others/knock.wav", [.. new short[Rate], .. TestSounds.Noise(9000, Rate / 2, seed: 3), .. new short[Rate]]);
        files.Put("others/knock.txt", "1\t1.5\tknock\n");
    }

    public MixFolders Folders => new(PathOf("events"), [PathOf("places")], []) { Tracks = PathOf("tracks"), Groups = PathOf("origins.csv") };

    public MixSources Sources => Read(Folders);

    public static MixSources Read(MixFolders folders) => MixSources.Read(folders, "beep", Rate, _ => { });

    public string PathOf(string name) => files.PathOf(name);

    public void Put(string name, short[] samples) => files.Put(name, WavBytes.Int16(samples).Build());

    public void PutText(string name, string text) => files.Put(name, text);

    public void Dispose() => files.Dispose();

    private void Beeps(string name, double hertz)
    {
        var beep = TestSounds.Tone(hertz, 9000, Rate / 5, Rate);
        var pause = new short[Rate * 4 / 5];
        Put($"events/{name}.wav", [.. pause, .. beep, .. pause, .. beep, .. pause, .. beep, .. pause]);
        files.Put($"tracks/{name}.txt", "0.8\t1\tbeep\n1.8\t2\tbeep\n2.8\t3\tbeep\n");
    }
}
