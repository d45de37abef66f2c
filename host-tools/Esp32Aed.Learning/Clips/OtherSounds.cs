using Esp32Aed.Detection;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Clips;

/// <summary>
/// Sounds of none of the classes, in pieces as long as a clip: every second file is learned from, as one more class that never raises an event; the
/// others take part in the choice of the classes' thresholds, by models that have not heard them.
/// </summary>
/// <param name="Learned">Pieces of the files that are learned from.</param>
/// <param name="Judged">Pieces of the other files.</param>
public sealed record OtherSounds(IReadOnlyList<PreparedRecording> Learned, IReadOnlyList<PreparedRecording> Judged)
{
    /// <summary>The label of the class.</summary>
    public const string Label = "other";

    private const double PieceSeconds = 5;
    private const double ShortestSeconds = 1;

    /// <summary>No such sounds: no such class.</summary>
    public static OtherSounds None { get; } = new([], []);

    /// <summary>The decoder of the class: no logit reaches its threshold.</summary>
    internal static DecoderSettings Silent => new() { On = short.MaxValue, Off = short.MaxValue - 1, MinimumLength = byte.MaxValue, MinimumGap = 0, SplitFall = short.MaxValue, SplitRise = short.MaxValue };

    /// <summary>Reads the sounds.</summary>
    /// <param name="files">The files; with a label track or without.</param>
    /// <param name="classes">The classes; none may have the label of this one.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="warn">Takes one line for each sound that is doubtful.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="UserFaultException">A class has this label, there is one file only, or a sound can't be read.</exception>
    public static OtherSounds Read(IReadOnlyList<string> files, IReadOnlyList<string> classes, TrainingSettings settings, Action<string> warn, CancellationToken stop)
    {
        if (files.Count == 0)
        {
            return None;
        }

        if (classes.Contains(Label, StringComparer.Ordinal))
        {
            throw new UserFaultException(FaultKind.Settings, $"--other: the data set has a class '{Label}' itself; leave --other out, or name the classes to train with --label");
        }

        if (files.Count < 2)
        {
            throw new UserFaultException(FaultKind.Dataset, $"--other {files[0]}: one sound only; one half is learned from and the other chooses thresholds, so give two or more");
        }

        var pieces = files.Select(file =>
        {
            stop.ThrowIfCancellationRequested();
            return Pieces(file, settings, warn).Select(piece => PreparedRecording.Prepare(piece, settings)).ToArray();
        }).ToArray();
        return new OtherSounds([.. pieces.Where((_, i) => i % 2 == 0).SelectMany(of => of)], [.. pieces.Where((_, i) => i % 2 == 1).SelectMany(of => of)]);
    }

    private static IEnumerable<TrainingRecording> Pieces(string file, TrainingSettings settings, Action<string> warn)
    {
        var sound = SoundFile.Read(file, settings.SampleRate, warn);
        var length = (int)(PieceSeconds * settings.SampleRate);
        for (var from = 0; from == 0 || sound.Samples.Length - from >= ShortestSeconds * settings.SampleRate; from += length)
        {
            var samples = sound.Samples[from..Math.Min(from + length, sound.Samples.Length)];
            var seconds = (double)samples.Length / settings.SampleRate;
            yield return new TrainingRecording($"{file} at {from / settings.SampleRate} s", file, samples, seconds, [new LabelledEvent(0, seconds, Label)]);
        }
    }
}
