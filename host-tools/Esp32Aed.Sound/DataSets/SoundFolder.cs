namespace Esp32Aed.Sound;

/// <summary>A folder of sounds whose labels, if any, don't matter.</summary>
public static class SoundFolder
{
    /// <summary>All sound files in the folder and below it, in an order that is the same on every system.</summary>
    /// <exception cref="UserFaultException">There is no such folder, or no sound in it.</exception>
    public static IReadOnlyList<string> List(string path)
    {
        var sounds = new DataFolder(path).Sounds;
        return sounds.Count > 0
            ? sounds
            : throw new UserFaultException(FaultKind.Dataset, $"{path}: no sound files in it (wav, flac, ogg, mp3)");
    }
}
