using Esp32Aed.Learning.Clips;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Tests;

/// <summary>A folder of short synthetic clips: low tones, high tones and noise, each of its own pitch and level.</summary>
public sealed class ClipFolder : IDisposable
{
    private const int Rate = 8000;

    /// <summary>A hurried training.</summary>
    public static readonly TrainingSettings Hurried = TrainingSettings.OfClips with
    {
        Network = TrainingSettings.OfClips.Network! with { Shape = new NetworkShape([new LayerShape(3, 1, 8), new LayerShape(3, 2, 8)]), Epochs = 20, CropFrames = 32 },
        RandomVariants = 1,
    };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-tests-");

    /// <summary>The folder.</summary>
    public string Path => folder.FullName;

    /// <summary>Adds clips in a folder of their class.</summary>
    public ClipFolder With(string kind, int clips)
    {
        var at = folder.CreateSubdirectory(kind).FullName;
        for (var i = 0; i < clips; i++)
        {
            WavFile.Write(System.IO.Path.Combine(at, $"{kind}-{i}.wav"), Sound(kind, i), Rate);
        }

        return this;
    }

    /// <summary>Adds a list; folds as given, one a clip, empty for none.</summary>
    public ClipFolder Listed(params (string Kind, string[] Folds)[] classes)
    {
        foreach (var (kind, folds) in classes)
        {
            With(kind, folds.Length);
        }

        File.WriteAllLines(
            System.IO.Path.Combine(Path, "clips.csv"),
            ["file,class,fold", .. classes.SelectMany(c => c.Folds.Select((fold, i) => $"{c.Kind}/{c.Kind}-{i}.wav,{c.Kind},{fold}"))]);
        return this;
    }

    /// <summary>The clips as the trainer takes them.</summary>
    public ClipSet Open(params string[] labels) => ClipSet.Of(DataSet.Open(Path), labels);

    public void Dispose() => folder.Delete(recursive: true);

    private static short[] Sound(string kind, int number)
    {
        var random = new Random((number * 31) + kind[0]);
        var (level, hertz) = (1000 + (random.NextDouble() * 8000), (kind == "high" ? 2000 : 400) * (1 + (0.2 * random.NextDouble())));
        return [.. Enumerable.Range(0, Rate).Select(i =>
            (short)((kind == "noise" ? 0 : level * Math.Sin(2 * Math.PI * hertz * i / Rate)) + ((kind == "noise" ? level : 50) * ((2 * random.NextDouble()) - 1))))];
    }
}
