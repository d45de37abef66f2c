using Esp32Aed.VirtualBoard;

namespace Esp32Aed.Soak;

/// <summary>What a year came to.</summary>
internal sealed record SoakResult
{
    public required int Seed { get; init; }

    public required double Days { get; init; }

    public required long Starts { get; init; }

    /// <summary>Events that were recorded.</summary>
    public required long Events { get; init; }

    /// <summary>Events heard in an interval that a power cut ended before it was recorded.</summary>
    public required long Unrecorded { get; init; }

    /// <summary>Events that receivers have stored, without repeated records.</summary>
    public required long Stored { get; init; }

    public required long Lost { get; init; }

    public required long Doubled { get; init; }

    public required long RepeatedPosts { get; init; }

    public required long MergedRecords { get; init; }

    public required FaultTally Faults { get; init; }

    public required double MaxRadioOnSeconds { get; init; }

    public required double EnergyMilliwattHours { get; init; }

    /// <summary>What was done to the flash.</summary>
    public required DriveWear Wear { get; init; }

    /// <summary>Erases of the most worn block of the drive, in ten years like this one.</summary>
    public required double WearInTenYears { get; init; }

    public required int Crashes { get; init; }

    /// <summary>Starts of intervals that lay before the one recorded earlier in the same start, or intervals of negative length.</summary>
    public required int TurnedTimes { get; init; }

    public bool IsGood => Lost == 0 && Doubled == 0 && Stored == Events && MaxRadioOnSeconds <= 20.0 && Crashes == 0 && TurnedTimes == 0;

    /// <summary>For the last line of standard output.</summary>
    public object Json() => new
    {
        seed = Seed,
        days = Math.Round(Days, 1),
        starts = Starts,
        events = Events,
        unrecorded = Unrecorded,
        stored = Stored,
        lost = Lost,
        doubled = Doubled,
        repeated_posts = RepeatedPosts,
        merged_records = MergedRecords,
        faults = Faults.Total,
        faults_by_kind = Faults.Kinds,
        max_radio_on_s = Math.Round(MaxRadioOnSeconds, 2),
        energy_mwh = Math.Round(EnergyMilliwattHours),
        opens_per_start = Math.Round(Wear.Opens / (double)Starts, 2),
        writes_per_start = Math.Round(Wear.Writes / (double)Starts, 2),
        erases = Math.Round(Wear.Erases),
        erases_per_start = Math.Round(Wear.Erases / Starts, 3),
        wear_in_ten_years = Math.Round(WearInTenYears),
        crashes = Crashes,
        turned_times = TurnedTimes,
    };
}
