using System.Text.Json;
using System.Text.RegularExpressions;
using Esp32Aed.Sound;
using Esp32Aed.Sound.Synth;

namespace Esp32Aed.Learning.Mixing;

/// <summary>
/// A folder of mixed soundscapes: <c>mixed-001.wav</c>, <c>mixed-001.txt</c> and so on; <c>groups.csv</c> with the group of each file, whose events
/// are all of that one group, so that cross-validation never hears an origin on both sides; <c>sources.csv</c> with the group of each recording of
/// events; <c>mix.json</c> with the settings. Files without events come last and are their own groups.
/// </summary>
public static partial class MixedSet
{
    /// <summary>The file that marks a folder as ours, holding the settings it was made with.</summary>
    public const string MarkerName = "mix.json";

    /// <summary>The <see cref="GroupTable"/> of the recordings that the events came from.</summary>
    public const string SourcesName = "sources.csv";

    /// <summary>Mixes and writes the files; those of an earlier mix in the folder are removed first.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="sources">What is mixed, at the settings' rate.</param>
    /// <param name="settings">How.</param>
    /// <param name="force">Also into a folder that holds other files.</param>
    /// <param name="progress">Told the done fraction.</param>
    /// <param name="stop">Stops between files.</param>
    /// <returns>Number of events.</returns>
    /// <exception cref="UserFaultException">
    /// <see cref="FaultKind.Settings"/>: a setting is out of range, or the folder holds other files; <see cref="FaultKind.Output"/>: it can't be written.
    /// </exception>
    public static int Write(string folder, MixSources sources, MixSettings settings, bool force, IProgress<double>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check();
        try
        {
            OwnFolder.Prepare(folder, MarkerName, settings, OwnName(), "mix", force);
            return WriteFiles(folder, sources, settings, progress, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Output, $"{folder}: can't write the soundscapes here ({e.Message.TrimEnd('.')}); choose another --out", e);
        }
    }

    /// <summary>The command line by which a folder was mixed, as its marker has it; null when there is none.</summary>
    public static string? CommandOf(string folder)
    {
        try
        {
            using var marker = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, MarkerName)));
            return marker.RootElement.TryGetProperty("command", out var command) ? command.GetString() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^mixed-\d{3,}\.(wav|txt)\z", RegexOptions.CultureInvariant)]
    private static partial Regex OwnName();

    private static int WriteFiles(string folder, MixSources sources, MixSettings settings, IProgress<double>? progress, CancellationToken stop)
    {
        var groups = sources.Events.GroupBy(sound => sound.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
        var mixer = new SceneMixer(settings, sources);
        var random = new SynthRandom(settings.Seed);
        var rows = new List<(string File, string Group)>();
        var having = settings.Count - settings.EmptyCount;
        var count = 0;
        for (var i = 0; i < settings.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            var name = FormattableString.Invariant($"mixed-{i + 1:D3}");
            var group = i < having ? groups[i % groups.Length] : [];
            var scene = mixer.Mix(group, hasDistractors: i < having || (i - having) % 2 == 0, random.Fork());
            WavFile.Write(Path.Combine(folder, name + ".wav"), scene.Mix(), settings.SampleRate);
            LabelTrack.Write(Path.Combine(folder, name + ".txt"), scene.Events);
            rows.Add((name + ".wav", group.Length > 0 ? group[0].Group : name));
            count += scene.Events.Count;
            progress?.Report((i + 1.0) / settings.Count);
        }

        GroupTable.Write(Path.Combine(folder, GroupTable.Name), rows);
        GroupTable.Write(Path.Combine(folder, SourcesName), sources.Events.Select(sound => (Path.GetFileName(sound.Path), sound.Group)));
        return count;
    }
}
