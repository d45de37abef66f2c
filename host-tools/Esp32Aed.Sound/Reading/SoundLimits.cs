namespace Esp32Aed.Sound;

/// <summary>What a header may say before it counts as nonsense.</summary>
internal static class SoundLimits
{
    private const int MostChannels = 1024;
    private const int LowestRate = 1_000;
    private const int HighestRate = 1_000_000;

    /// <summary>Refuses channel counts and rates that no sound has.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Sound"/>.</exception>
    public static void Check(string path, int channels, long rate)
    {
        if (channels is < 1 or > MostChannels)
        {
            throw new UserFaultException(FaultKind.Sound, $"{path}: its header says {channels} channels: damaged; export the sound again");
        }

        if (rate is < LowestRate or > HighestRate)
        {
            throw new UserFaultException(
                FaultKind.Sound,
                $"{path}: its header says {rate} samples per second (usable: {LowestRate} to {HighestRate}); export the sound again");
        }
    }
}
