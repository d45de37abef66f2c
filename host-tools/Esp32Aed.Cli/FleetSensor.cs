using MathNet.Numerics.Distributions;

namespace Esp32Aed.Cli;

/// <summary>
/// One sensor of a made-up fleet: no sound, only records whose counts are a Poisson process with a daily curve. The same seed, number and times
/// make the same records.
/// </summary>
internal sealed class FleetSensor
{
    private const double DailySwing = 0.6;
    private const double LossChance = 0.02;
    private const double LossSeconds = 0.512;
    private const double FullMillivolts = 4150;
    private const double MillivoltsPerDay = 12;
    private const double NearestDbm = -52;

    /// <summary>Kinds of sensors, with events per minute.</summary>
    private static readonly (string Label, double PerMinute)[][] Kinds = [[("cough", 0.6), ("sneeze", 0.1)], [("bark", 3)], [("bubble", 24)]];

    private readonly (string Label, double PerMinute)[] classes;
    private readonly Random random;
    private readonly int number;
    private readonly int boot;
    private readonly DateTimeOffset began;
    private int sequence;

    /// <summary>Makes a sensor.</summary>
    /// <param name="number">From 0; the kinds take turns.</param>
    /// <param name="seed">Of the whole fleet.</param>
    /// <param name="boot">Start number of all its records.</param>
    /// <param name="began">When its battery was full.</param>
    public FleetSensor(int number, int seed, int boot, DateTimeOffset began)
    {
        this.number = number;
        this.boot = boot;
        this.began = began;
        random = new Random(unchecked((seed * 1_000_003) + number));
        classes = Kinds[number % Kinds.Length];
    }

    /// <summary>Its name: fleet-1 and so on.</summary>
    public string Name => $"fleet-{number + 1}";

    /// <summary>The record of an interval.</summary>
    public FleetRecord Hear(DateTimeOffset start, TimeSpan length)
    {
        var lost = random.NextDouble() < LossChance ? Math.Min(LossSeconds, length.TotalSeconds) : 0;
        var listened = length.TotalSeconds - lost;
        // Most at three in the afternoon UTC.
        var daily = 1 + (DailySwing * Math.Cos(2 * Math.PI * (start.TimeOfDay.TotalHours - 15) / 24));
        var counts = classes.ToDictionary(c => c.Label, c => Poisson.Sample(random, Math.Max(1e-9, c.PerMinute * daily * listened / 60)), StringComparer.Ordinal);
        return new FleetRecord(
            Name,
            boot,
            sequence++,
            start.UtcDateTime,
            length.TotalSeconds,
            listened,
            lost,
            Math.Round(0.55 + (0.1 * random.NextDouble()), 3),
            counts,
            "00000000",
            (int)(FullMillivolts - (30 * number) - (MillivoltsPerDay * (start - began).TotalDays) + random.Next(-3, 4)),
            (int)NearestDbm - (5 * (number % 6)) + random.Next(-2, 3));
    }
}

/// <summary>A record as sensors post it; property names become snake_case.</summary>
internal sealed record FleetRecord(
    string Device,
    int Boot,
    int Sequence,
    DateTime Start,
    double LengthS,
    double ListenedS,
    double LostS,
    double Load,
    IReadOnlyDictionary<string, int> Counts,
    string ModelChecksum,
    int BatteryMv,
    int RssiDbm);
