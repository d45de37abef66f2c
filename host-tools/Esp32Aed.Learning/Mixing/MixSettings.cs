using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Mixing;

/// <summary>What mixed soundscapes shall be like.</summary>
public sealed record MixSettings
{
    /// <summary>Number of files, 1 to 10 000.</summary>
    public int Count { get; init; } = 360;

    /// <summary>Length of each file, 3 to 600 seconds.</summary>
    public double Seconds { get; init; } = 12;

    /// <summary>
    /// Signal-to-noise ratio of each run of events and each distractor, dB, within -20 to 60: its RMS over that of the background in the same
    /// spans (the labelled ones of a run, all of a distractor), after a 100 Hz high-pass. Where the background pauses, a tenth of its RMS in the whole file counts.
    /// </summary>
    public DrawRange Snr { get; init; } = new(-3, 22);

    /// <summary>Share of files without events, 0 to 0.9. Every second of them is background alone, the others have distractors.</summary>
    public double EmptyShare { get; init; } = 0.3;

    /// <summary>Share of files whose background is of two sounds, the second up to 15 dB softer, 0 to 1.</summary>
    public double BlendShare { get; init; }

    /// <summary>Share of backgrounds, and of runs of events and distractors, that are heard through another microphone, each its own, 0 to 1.</summary>
    public double FilterShare { get; init; }

    /// <summary>Samples a second: 8000 or 16000.</summary>
    public int SampleRate { get; init; } = 8000;

    /// <summary>The same seed, settings and sounds give the same files.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The command line that mixes the same again; for the cards of models. Not needed for mixing.</summary>
    public string? Command { get; init; }

    /// <summary>Number of files without events.</summary>
    internal int EmptyCount => (int)Math.Round(Count * EmptyShare);

    /// <summary>Throws when a setting is out of range.</summary>
    /// <exception cref="UserFaultException"><see cref="FaultKind.Settings"/>.</exception>
    public void Check()
    {
        Require(Count is >= 1 and <= 10_000, $"--count {Count}: must be 1 to 10000");
        Require(Seconds is >= 3 and <= 600, $"--seconds {Seconds}: must be 3 to 600");
        Require(Snr.Low >= -20 && Snr.High <= 60, $"--snr {Snr.Low}..{Snr.High}: must lie within -20..60 dB");
        Require(EmptyShare is >= 0 and <= 0.9, $"--empty {EmptyShare}: must be 0 to 0.9");
        Require(BlendShare is >= 0 and <= 1, $"--blend {BlendShare}: must be 0 to 1");
        Require(FilterShare is >= 0 and <= 1, $"--filter {FilterShare}: must be 0 to 1");
        Require(SampleRate is 8000 or 16000, $"--rate-hz {SampleRate}: must be 8000 or 16000");
    }

    private static void Require(bool holds, FormattableString fault)
    {
        if (!holds)
        {
            throw new UserFaultException(FaultKind.Settings, FormattableString.Invariant(fault));
        }
    }
}
