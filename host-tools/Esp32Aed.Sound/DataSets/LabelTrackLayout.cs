namespace Esp32Aed.Sound;

/// <summary>Audacity label tracks beside the sounds, or in a folder of their own. Split unit: the recording, or its group in <see cref="GroupTable.Name"/>.</summary>
internal static class LabelTrackLayout
{
    /// <summary>Lists the sounds with a track; <see langword="null"/> when not one sound has one.</summary>
    /// <param name="folder">The sounds.</param>
    /// <param name="trackFolder">The tracks: another folder, or the same. A track has its sound's path within the folder.</param>
    public static Listing? TryList(DataFolder folder, DataFolder trackFolder)
    {
        var place = folder == trackFolder ? "beside it" : $"in {trackFolder.Path}";
        var groups = GroupTable.OfFolder(trackFolder.Path);
        var tracks = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in trackFolder.Texts)
        {
            tracks.TryAdd(trackFolder.Stem(text), text);
        }

        var sounds = new List<ListedSound>();
        var problems = new List<LabelProblem>();
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var sound in folder.Sounds)
        {
            var stem = folder.Stem(sound);
            if (!tracks.TryGetValue(stem, out var track))
            {
                problems.Add(new LabelProblem(sound, null, $"has no label track {place}; left out (an empty .txt says: no events here)"));
                continue;
            }

            used.Add(stem);
            sounds.Add(new ListedSound(sound, groups.Of(sound) ?? stem, ClipLabel: null, Fold: null, track));
        }

        if (sounds.Count == 0)
        {
            return null;
        }

        foreach (var (stem, track) in tracks)
        {
            if (!used.Contains(stem) && LooksLikeTrack(track))
            {
                problems.Add(new LabelProblem(track, null, folder == trackFolder ? "has no sound beside it; left out" : $"has no sound in {folder.Path}; left out"));
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
