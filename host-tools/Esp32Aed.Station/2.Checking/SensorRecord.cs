namespace Esp32Aed.Station;

/// <summary>
/// What a sensor said of one interval, checked. Times are whole milliseconds, so that sums of them are exact. A repeated post has the
/// same <see cref="Identity"/>.
/// </summary>
/// <param name="Device">Name of the device: 1 to 32 of A-Z, a-z, 0-9, - and _.</param>
/// <param name="Boot">Starts of the device, from 1.</param>
/// <param name="Sequence">Number of the record.</param>
/// <param name="StartMilliseconds">Start of the interval, milliseconds since 1970 UTC.</param>
/// <param name="LengthMilliseconds">Length of the interval.</param>
/// <param name="ListenedMilliseconds">Time of it really listened to.</param>
/// <param name="Counts">Events of each class, by label, in ordinal order of the labels.</param>
/// <param name="ModelChecksum">CRC-32 of the model, 8 lower-case hexadecimal digits.</param>
public sealed record SensorRecord(
    string Device,
    int Boot,
    int Sequence,
    long StartMilliseconds,
    long LengthMilliseconds,
    long ListenedMilliseconds,
    IReadOnlyList<LabelCount> Counts,
    string ModelChecksum)
{
    /// <summary>When the station received it, milliseconds since 1970 UTC.</summary>
    public long ArrivedMilliseconds { get; init; }

    /// <summary>The sensor did not know the time: the interval is taken to have ended on arrival.</summary>
    public bool IsDatedByArrival { get; init; }

    /// <summary>Sound lost to overruns; 0 where the record does not say.</summary>
    public long LostMilliseconds { get; init; }

    /// <summary>How many records were merged into this one; 1 is none.</summary>
    public int Records { get; init; } = 1;

    /// <summary>Processing time by the time of the sound processed, or null.</summary>
    public double? Load { get; init; }

    /// <summary>Mean score of the events, or null.</summary>
    public double? MeanScore { get; init; }

    /// <summary>Voltage of the battery, millivolts, or null.</summary>
    public int? BatteryMillivolts { get; init; }

    /// <summary>Strength of the Wi-Fi signal, dBm, or null.</summary>
    public int? RssiDbm { get; init; }

    /// <summary>Why the sensor last started, or null.</summary>
    public string? Reset { get; init; }

    /// <summary>What the sensor says of its last crash, as JSON, or null.</summary>
    public string? Crash { get; init; }

    /// <summary>What the sensor says of an update, as JSON, or null.</summary>
    public string? Update { get; init; }

    /// <summary>What tells this record from all others.</summary>
    public RecordIdentity Identity => new(Device, Boot, Sequence);
}

/// <summary>Events of one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Count">0 or more.</param>
public readonly record struct LabelCount(string Label, long Count);

/// <summary>What tells a record from all others.</summary>
/// <param name="Device">Name of the device.</param>
/// <param name="Boot">Start of the device.</param>
/// <param name="Sequence">Number of the record.</param>
public readonly record struct RecordIdentity(string Device, int Boot, int Sequence);
