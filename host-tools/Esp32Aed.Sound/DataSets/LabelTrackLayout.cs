namespace Esp32Aed.Sound;

/// <summary>Audacity label tracks beside the sounds. Split unit: the recording.</summary>
internal static class LabelTrackLayout
{
    /// <summary>Lists the sounds with a track; <see langword="null"/> when not one sound has one.</summary>
    public static Listing? TryList(DataFolder folder)
    {
        var tracks = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in folder.Texts)
        {
            tracks.TryAdd(folder.Stem(text), text);
        }

        var sounds = new List<ListedSound>();
        var problems = new List<LabelProblem>();
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var sound in folder.Sounds)
        {
            var stem = folder.Stem(sound);
            if (!tracks.TryGetValue(stem, out var track))
            {
                problems.Add(new LabelProblem(sound, null, "has no label track beside it; left out (an empty .txt says: no events here)"));
                continue;
            }

            used.Add(stem);
            sounds.Add(new ListedSound(sound, stem, ClipLabel: null, Fold: null, track));
        }

        if (sounds.Count == 0)
        {
            return null;
        }

        foreach (var (stem, track) in tracks)
        {
            if (!used.Contains(stem) && LooksLikeTrack(track))
            {
                problems.Add(new LabelProblem(track, null, "has no sound beside it; left out"));
            }
        }

        return new Listing(DataSetLayout.LabelTracks, sounds, problems);
    }

    private static bool LooksLikeTrack(string text)
    {
        try
        {
            return File.ReadLines(text).FirstOrDefault() is { Length: > 0 } first && char.IsAsciiDigit(first[0]) && first.Contains('\t');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
