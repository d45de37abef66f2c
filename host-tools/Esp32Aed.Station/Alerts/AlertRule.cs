namespace Esp32Aed.Station;

/// <summary>What an alert looks at.</summary>
public enum AlertKind
{
    /// <summary>The rate of a class is over a limit, events per minute of listening.</summary>
    RateOver,

    /// <summary>The rate of a class is under a limit.</summary>
    RateUnder,

    /// <summary>A sensor has not posted for three times its usual gap, and for ten minutes at least.</summary>
    Silent,

    /// <summary>The battery's last known voltage is below a limit, millivolts.</summary>
    BatteryBelow,
}

/// <summary>When to ring.</summary>
/// <param name="Kind">What is looked at.</param>
/// <param name="Device">One device; null is each.</param>
/// <param name="Label">The class whose rate it is; empty for all together, and for alerts that are not about rates.</param>
/// <param name="Limit">Events per minute, or millivolts; null for <see cref="AlertKind.Silent"/>.</param>
/// <param name="Minutes">Time the rate is of, 1 to 1440; null for alerts that are not about rates.</param>
/// <param name="Webhook">http or https address that is told of changes, or null.</param>
public sealed record AlertRule(AlertKind Kind, string? Device, string Label, double? Limit, int? Minutes, Uri? Webhook)
{
    /// <summary>The longest time a rate is of.</summary>
    public const int MostMinutes = 1440;

    /// <summary>The store's number.</summary>
    public long Id { get; init; }

    /// <summary>When it was made; milliseconds since 1970 UTC.</summary>
    public long CreatedMilliseconds { get; init; }

    /// <summary>It is about a rate.</summary>
    public bool IsRate => Kind is AlertKind.RateOver or AlertKind.RateUnder;

    /// <summary>Tells no webhook: its address may hold a secret.</summary>
    public override string ToString() => $"alert {Id} {Kind} {Device} {Label}";
}
