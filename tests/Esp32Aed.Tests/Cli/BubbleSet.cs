using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Tests.Cli;

/// <summary>A small data set of airlock sounds and a model trained on it, made once for all tests that need one.</summary>
public sealed class BubbleSet : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("aed-tests-");

    public BubbleSet()
    {
        new SynthSet { Files = 6, Negatives = 2, Seconds = 30, RatePerMinute = 20, Seed = 7 }.Write(Sounds);
        Training = AedProcess.Run("train", Sounds, "--label", "bubble", "--out", Model, "--folds", "2", "--json");
    }

    /// <summary>The data set.</summary>
    public string Sounds => Path.Combine(folder.FullName, "sounds");

    /// <summary>The model's folder.</summary>
    public string Model => Path.Combine(folder.FullName, "bubble");

    /// <summary>One of the recordings.</summary>
    public string OneSound => Path.Combine(Sounds, "airlock-001.wav");

    /// <summary>What the training printed.</summary>
    internal AedResult Training { get; }

    /// <summary>A new path in the set's folder.</summary>
    public string NewPath(string name) => Path.Combine(folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
