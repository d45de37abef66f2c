namespace Esp32Aed.Rates;

/// <summary>
/// Score interval of a proportion (Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
/// Statistical Association 22, 1927).
/// </summary>
public static class ProportionInterval
{
    /// <summary>95 % bounds of the probability that was behind <paramref name="hits"/> of <paramref name="trials"/>.</summary>
    /// <param name="hits">At most as many as trials.</param>
    /// <param name="trials">At least 1.</param>
    public static (double Low, double High) Of(int hits, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, trials);
        const double Z2 = PoissonInterval.Z95 * PoissonInterval.Z95;
        var middle = hits + (Z2 / 2);
        var reach = PoissonInterval.Z95 * Math.Sqrt(((double)hits * (trials - hits) / trials) + (Z2 / 4));
        return (
            hits == 0 ? 0 : (middle - reach) / (trials + Z2),
            hits == trials ? 1 : (middle + reach) / (trials + Z2));
    }
}
