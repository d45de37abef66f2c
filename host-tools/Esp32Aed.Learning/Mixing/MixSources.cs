using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Mixing;

/// <summary>The sounds that soundscapes are mixed from, in memory.</summary>
public sealed class MixSources
{
    private MixSources(IReadOnlyList<EventSound> events, IReadOnlyList<short[][]> backgrounds, IReadOnlyList<DistractorSound[]> distractors)
    {
        Events = events;
        Backgrounds = backgrounds;
        Distractors = distractors;
    }

    /// <summary>Number of groups that the events come from.</summary>
    public int Groups => Events.Select(sound => sound.Group).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Recordings of isolated events.</summary>
    internal IReadOnlyList<EventSound> Events { get; }

    /// <summary>Backgrounds, folder by folder.</summary>
    internal IReadOnlyList<short[][]> Backgrounds { get; }

    /// <summary>Distractors, folder by folder; may be empty.</summary>
    internal IReadOnlyList<DistractorSound[]> Distractors { get; }

    /// <summary>Reads them.</summary>
    /// <param name="folders">Where they lie.</param>
    /// <param name="label">The label of the events.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="warn">Takes one line for each thing that is doubtful.</param>
    /// <exception cref="UserFaultException">
    /// <see cref="FaultKind.Dataset"/>: no such folder, no sounds in it, no event of that label, backgrounds that are silent; and what can be wrong with sounds and labels.
    /// </exception>
    public static MixSources Read(MixFolders folders, string label, int sampleRate, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var set = LabelledRecordings.Open(folders.Events, warn, folders.Tracks);
        var known = LabelledRecordings.LabelsOf(set);
        if (!known.Contains(label, StringComparer.Ordinal))
        {
            throw new UserFaultException(
                FaultKind.Dataset,
                $"{folders.Events}: no event is labelled '{label}'; its labels are {(known.Count == 0 ? "none" : string.Join(", ", known))}");
        }

        var groups = folders.Groups is { } path ? GroupTable.Read(path) : null;
        var events = new List<EventSound>();
        foreach (var item in set.Items)
        {
            var labelled = item.Events!.Where(e => string.Equals(e.Label, label, StringComparison.Ordinal) && e.Offset > e.Onset).ToArray();
            if (labelled.Length > 0)
            {
                events.Add(new EventSound(item.SoundPath, groups?.Of(item.SoundPath) ?? item.Group, new Take(Doubles(item.SoundPath), labelled, sampleRate)));
            }
        }

        if (events.Count == 0)
        {
            throw new UserFaultException(FaultKind.Dataset, $"{folders.Events}: the events labelled '{label}' have no length; mark each from its start to its end");
        }

        if (folders.Backgrounds.Count == 0)
        {
            throw new UserFaultException(FaultKind.Dataset, "--backgrounds: names no folder; give at least one with sounds of places, without the events");
        }

        return new MixSources(
            events,
            [.. folders.Backgrounds.Select(folder => Audible([.. SoundFolder.List(folder).Select(Samples)], folder))],
            [.. folders.Distractors.Select(folder => SoundFolder.List(folder).Select(Distractor).ToArray())]);

        short[] Samples(string path) => SoundFile.Read(path, sampleRate, warn).Samples;

        double[] Doubles(string path) => Array.ConvertAll(Samples(path), sample => (double)sample);

        DistractorSound Distractor(string path)
        {
            var track = Path.ChangeExtension(path, ".txt");
            return new DistractorSound(Doubles(path), File.Exists(track) ? LabelTrack.Read(track, warn) : [], sampleRate);
        }
    }

    private static short[][] Audible(short[][] sounds, string folder) =>
        sounds.Where(samples => samples.AsSpan().ContainsAnyExcept((short)0)).ToArray() is { Length: > 0 } audible
            ? audible
            : throw new UserFaultException(FaultKind.Dataset, $"--backgrounds {folder}: nothing but digital silence, and events can't be mixed with that; record the place");
}

/// <summary>Where the sounds to mix lie. Subfolders count.</summary>
/// <param name="Events">Recordings of isolated events.</param>
/// <param name="Backgrounds">Sounds of places without the events. Of each folder equally many are drawn: name one twice to draw it twice as often.</param>
/// <param name="Distractors">Sounds that could be mistaken for the events. Those with a label track beside them give single events.</param>
public sealed record MixFolders(string Events, IReadOnlyList<string> Backgrounds, IReadOnlyList<string> Distractors)
{
    /// <summary>Where the events' label tracks lie; null when beside the sounds.</summary>
    public string? Tracks { get; init; }

    /// <summary>A <see cref="GroupTable"/> of the events' recordings; null when each recording is its own group.</summary>
    public string? Groups { get; init; }
}
