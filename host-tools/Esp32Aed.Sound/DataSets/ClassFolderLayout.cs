namespace Esp32Aed.Sound;

/// <summary>A folder for each class. Split unit: the recording.</summary>
internal static class ClassFolderLayout
{
    /// <summary>Lists the sounds in folders; <see langword="null"/> when there are none.</summary>
    public static Listing? TryList(DataFolder folder)
    {
        var sounds = new List<ListedSound>();
        var problems = new List<LabelProblem>();
        foreach (var sound in folder.Sounds)
        {
            var parts = folder.RelativePath(sound).Split('/');
            if (parts.Length > 1)
            {
                sounds.Add(new ListedSound(sound, folder.Stem(sound), parts[0], Fold: null, TrackPath: null));
            }
            else
            {
                problems.Add(new LabelProblem(sound, null, "lies beside the folders of the classes, not in one; left out"));
            }
        }

        return sounds.Count == 0 ? null : new Listing(DataSetLayout.ClassFolders, sounds, problems);
    }
}
