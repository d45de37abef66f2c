namespace Esp32Aed.Sound.Synth;

/// <summary>What one soundscape shall be; all else (airlock, room, noises, microphone gain) is drawn from the seed.</summary>
public sealed record SynthSettings
{
    /// <summary>Length in seconds.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>Mean number of blubs a minute, at most 120; 0 makes a negative: noises and distractors only.</summary>
    public double RatePerMinute { get; init; } = 12;

    /// <summary>
    /// Signal-to-noise ratio in dB: RMS of all blubs over RMS of the background, both within the labelled spans and both after a
    /// 100 Hz high-pass. In a negative the noise is as loud as it would be beside one blub.
    /// </summary>
    public double SnrDb { get; init; } = 15;

    /// <summary>Samples a second.</summary>
    public int SampleRate { get; init; } = 8000;

    /// <summary>The same seed and settings give the same soundscape.</summary>
    public ulong Seed { get; init; } = 1;
}
