using Esp32Aed.Learning.Training;
using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Tests;

/// <summary>A small set of synthetic soundscapes, and the model that is trained on it once for all tests that need one.</summary>
internal static class SynthTraining
{
    /// <summary>The one class.</summary>
    public static readonly IReadOnlyList<string> Labels = [BubbleSynth.Label];

    /// <summary>The defaults, but hurried: fewer steps and variants.</summary>
    public static readonly TrainingSettings Settings = new() { Iterations = 50, Augmentations = [new(0, 0), new(-20, 0.5)] };

    private static readonly Lazy<IReadOnlyList<PreparedRecording>> LazyPrepared = new(() => [.. Recordings(1, 6).Select(r => PreparedRecording.Prepare(r, Settings))]);
    private static readonly Lazy<TrainedModel> LazyTrained = new(() => new ModelTrainer(Settings, Labels, seed: 1).Train(Prepared));

    /// <summary>Soundscapes that the model has not heard; the last two are without events.</summary>
    public static IReadOnlyList<TrainingRecording> HeldOut { get; } = Recordings(101, 4);

    /// <summary>The training recordings; every third is without events.</summary>
    public static IReadOnlyList<PreparedRecording> Prepared => LazyPrepared.Value;

    /// <summary>The model.</summary>
    public static TrainedModel Trained => LazyTrained.Value;

    private static TrainingRecording[] Recordings(ulong firstSeed, int count) =>
    [.. Enumerable.Range(0, count).Select(i =>
    {
        var settings = new SynthSettings { Seconds = 40, RatePerMinute = i % 3 == 2 || i == count - 1 ? 0 : 30, SnrDb = 20, Seed = firstSeed + (ulong)i };
        var (samples, events) = BubbleSynth.Make(settings);
        return new TrainingRecording($"scape {settings.Seed}", $"group {settings.Seed}", samples, settings.Seconds, events);
    })];
}
