using MathNet.Numerics.Distributions;

namespace Esp32Aed.Learning.Evaluation;

/// <summary>
/// Exact confidence interval of a Poisson mean from one count (Garwood, "Fiducial limits for the Poisson distribution",
/// Biometrika 28, 1936). sed_eval has no counterpart.
/// </summary>
public static class PoissonInterval
{
    /// <summary>
    /// Bounds of the mean, in events: chi2(alpha/2; 2n) / 2 and chi2(1 - alpha/2; 2n + 2) / 2 with alpha = 1 - confidence; the
    /// lower bound of no events is 0. Covers the true mean with at least the given probability.
    /// </summary>
    public static (double Low, double High) Garwood(int count, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var tail = (1 - confidence) / 2;
        var low = count == 0 ? 0 : ChiSquared.InvCDF(2.0 * count, tail) / 2;
        return (low, ChiSquared.InvCDF(2.0 * (count + 1), 1 - tail) / 2);
    }
}
