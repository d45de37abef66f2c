using System.Globalization;

namespace Esp32Aed.Station;

/// <summary>What a rule sees of a device, and what follows from it.</summary>
/// <param name="Value">Events per minute, seconds without a post, or millivolts.</param>
/// <param name="Low">Lower end of a rate's interval, or null.</param>
/// <param name="High">Upper end of a rate's interval; null where nothing limits it.</param>
public readonly record struct AlertReading(double Value, double? Low = null, double? High = null)
{
    /// <summary>A raised rate must come back this far within its limit.</summary>
    internal const double RateMargin = 0.1;

    /// <summary>A raised battery must rise this far above its limit, millivolts.</summary>
    internal const double BatteryMargin = 50;

    /// <summary>A sensor is silent after so many of its usual gaps.</summary>
    internal const int SilentGaps = 3;

    /// <summary>Seconds that no sensor is called silent in.</summary>
    internal const double ShortestSilence = 600;

    /// <summary>Seconds that a sensor may be silent whose usual gap is not known, for it posted once.</summary>
    internal const double SilenceWithoutRhythm = 86_400;

    /// <summary>
    /// Whether the alert rings now. A rate rings when all its interval is beyond the limit, and ends when the rate itself is a tenth within it, so
    /// that neither chance nor a rate at the limit makes it ring again and again.
    /// </summary>
    /// <param name="rule">The rule.</param>
    /// <param name="gapSeconds">The device's usual time between posts, or null.</param>
    /// <param name="wasRaised">It rang before.</param>
    public bool IsRaised(AlertRule rule, double? gapSeconds, bool wasRaised)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var limit = rule.Limit ?? 0;
        return rule.Kind switch
        {
            AlertKind.RateOver => wasRaised ? Value > limit * (1 - RateMargin) : Low > limit,
            AlertKind.RateUnder => wasRaised ? Value < limit * (1 + RateMargin) : High < limit,
            AlertKind.BatteryBelow => wasRaised ? Value < limit + BatteryMargin : Value < limit,
            _ => Value > SilenceOf(gapSeconds) / (wasRaised ? 2 : 1),
        };
    }

    /// <summary>What it is, in one line for people.</summary>
    public string Describe(AlertRule rule, string device, bool isRaised)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var beyond = rule.Kind == AlertKind.RateOver ? "over" : rule.Kind == AlertKind.RateUnder ? "under" : "below";
        var limit = $"{(isRaised ? beyond : $"no longer {beyond}")} ";
        return rule.Kind switch
        {
            AlertKind.Silent when isRaised => string.Create(CultureInfo.InvariantCulture, $"{device}: silent for {Time(Value)}"),
            AlertKind.Silent => $"{device}: posts again",
            AlertKind.BatteryBelow => string.Create(CultureInfo.InvariantCulture, $"{device}: battery {Value / 1000:F2} V, {limit}{rule.Limit / 1000:0.00#} V"),
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{device}: {(rule.Label.Length > 0 ? rule.Label : "all events")} {Value:0.###} a minute ({Low:0.###} {(High is null ? "or more" : string.Create(CultureInfo.InvariantCulture, $"to {High:0.###}"))}), {limit}{rule.Limit:0.###}"),
        };
    }

    private static string Time(double seconds) =>
        seconds < 6000 ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} minutes")
        : seconds < 172_800 ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:F0} hours")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 86_400:F0} days");

    private static double SilenceOf(double? gapSeconds) => gapSeconds is { } gap ? Math.Max(SilentGaps * gap, ShortestSilence) : SilenceWithoutRhythm;
}
