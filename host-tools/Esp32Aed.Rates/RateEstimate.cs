namespace Esp32Aed.Rates;

/// <summary>How events follow each other, as far as the counts show it.</summary>
public enum Spacing
{
    /// <summary>At random (Poisson), or too few events to tell.</summary>
    Random,

    /// <summary>More evenly than at random: an airlock, a pump, a dripping tap.</summary>
    Regular,

    /// <summary>In bouts, or at a rate that changes: coughs, barks.</summary>
    Clustered,
}

/// <summary>A rate with its 95 % confidence interval.</summary>
/// <param name="PerMinute">Events per minute.</param>
/// <param name="Low">Lower end of the interval, per minute; never below 0.</param>
/// <param name="High">Upper end, per minute; infinite where nothing limits it.</param>
/// <param name="Spacing">The spacing that the interval is for.</param>
public readonly record struct RateEstimate(double PerMinute, double Low, double High, Spacing Spacing);

/// <summary>One stretch of listening: a sensor's record, or a recording.</summary>
/// <param name="Count">Events found.</param>
/// <param name="Seconds">Time really listened to: <c>listened_s</c> of a sensor's record, not its length.</param>
public readonly record struct Stretch(int Count, double Seconds);
