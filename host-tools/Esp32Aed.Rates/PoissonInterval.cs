namespace Esp32Aed.Rates;

/// <summary>
/// Score interval of a Poisson mean from one count: all means mu with |n - mu| &lt;= z sqrt(mu) (Rao 1948; compared with others by
/// Barker, "A comparison of nine confidence intervals for a Poisson parameter when the expected number of events is 5 or fewer", The American
/// Statistician 56, 2002). From 6 expected events on it covers the mean in 93.5 to 97 % of cases at every mean; exact (Garwood)
/// intervals cover more than they say, up to 98 %, and below 6 no interval without randomising stays within 93 to 97 %.
/// </summary>
public static class PoissonInterval
{
    /// <summary>The standard normal distribution's 97.5 % point: a 95 % interval.</summary>
    public const double Z95 = 1.959963984540054;

    /// <summary>Bounds of the mean, in events: n + z^2/2 -/+ z sqrt(n + z^2/4); the lower bound of no events is 0.</summary>
    /// <param name="count">Events counted.</param>
    /// <param name="z">The standard normal distribution's point of the confidence wanted.</param>
    public static (double Low, double High) Of(int count, double z = Z95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var middle = count + (z * z / 2);
        var reach = z * Math.Sqrt(count + (z * z / 4));
        return (count == 0 ? 0 : middle - reach, middle + reach);
    }
}
