using System.Globalization;
using System.Text.RegularExpressions;

namespace Esp32Aed.Sound.Synth;

/// <summary>A folder of soundscapes: WAV files with an Audacity label track beside each.</summary>
public sealed partial record SynthSet
{
    /// <summary>The file that marks a folder as ours, holding the settings it was made with.</summary>
    public const string MarkerName = "synth.json";

    /// <summary>Number of WAV files, negatives included: 1 to 10 000.</summary>
    public int Files { get; init; } = 20;

    /// <summary>How many of them have no blubs.</summary>
    public int Negatives { get; init; } = 5;

    /// <summary>Seconds per file: 1 to 3600.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>Blubs per minute, 0.1 to 60; each file has its own mean rate, from half to twice this.</summary>
    public double RatePerMinute { get; init; } = 12;

    /// <summary>Signal-to-noise ratio in dB, -20 to 60 (see <see cref="SynthSettings.SnrDb"/>).</summary>
    public double SnrDb { get; init; } = 15;

    /// <summary>Samples a second: 8000 or 16000.</summary>
    public int SampleRate { get; init; } = 8000;

    /// <summary>The same seed and settings write the same files.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Writes the files and returns the number of events. Files of an earlier synthesis in the folder are removed first. Throws
    /// <see cref="FaultKind.Settings"/> when a setting is out of range, or when the folder holds anything else and
    /// <paramref name="force"/> is not given; <see cref="FaultKind.Output"/> when it can't be written. Reports the done fraction.
    /// </summary>
    public int Write(string folder, bool force = false, IProgress<double>? progress = null, CancellationToken stop = default)
    {
        Check();
        if (string.IsNullOrWhiteSpace(folder))
        {
            throw new UserFaultException(FaultKind.Settings, "--out: names no folder; give one for the sounds");
        }

        try
        {
            OwnFolder.Prepare(folder, MarkerName, this, OwnName(), "synth", force);
            var random = new SynthRandom(Seed);
            var events = 0;
            for (var i = 0; i < Files; i++)
            {
                stop.ThrowIfCancellationRequested();
                events += WriteFile(folder, i, random.Fork());
                progress?.Report((i + 1.0) / Files);
            }

            return events;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserFaultException(FaultKind.Output, $"{folder}: can't write the soundscapes here ({e.Message.TrimEnd('.')}); choose another --out", e);
        }
    }

    [GeneratedRegex(@"^(airlock|background)-\d{3,}\.(wav|txt)\z", RegexOptions.CultureInvariant)]
    private static partial Regex OwnName();

    private void Check()
    {
        Require(Files is >= 1 and <= 10_000, "--files", Files, "1 to 10000");
        Require(Negatives >= 0 && Negatives <= Files, "--negatives", Negatives, $"0 to {Files}, the number of files");
        Require(Seconds is >= 1 and <= 3600, "--seconds", Seconds, "1 to 3600");
        Require(RatePerMinute is >= 0.1 and <= 60, "--rate", RatePerMinute, "0.1 to 60 per minute");
        Require(SnrDb is >= -20 and <= 60, "--snr", SnrDb, "-20 to 60 dB");
        Require(SampleRate is 8000 or 16000, "--rate-hz", SampleRate, "8000 or 16000");
    }

    private static void Require(bool holds, string option, IFormattable value, string allowed)
    {
        if (!holds)
        {
            throw new UserFaultException(FaultKind.Settings, $"{option} {value.ToString(null, CultureInfo.InvariantCulture)}: must be {allowed}");
        }
    }

    private int WriteFile(string folder, int index, SynthRandom random)
    {
        var positives = Files - Negatives;
        var isPositive = index < positives;
        var (samples, events) = BubbleSynth.Make(new SynthSettings
        {
            Seconds = Seconds,
            RatePerMinute = isPositive ? random.LogUniform(RatePerMinute / 2, RatePerMinute * 2) : 0,
            SnrDb = SnrDb,
            SampleRate = SampleRate,
            Seed = random.Next(),
        });
        var name = isPositive ? $"airlock-{index + 1:D3}" : $"background-{index + 1 - positives:D3}";
        WavFile.Write(Path.Combine(folder, name + ".wav"), samples, SampleRate);
        LabelTrack.Write(Path.Combine(folder, name + ".txt"), events);
        return events.Count;
    }
}
