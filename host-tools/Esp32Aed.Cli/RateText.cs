using System.Globalization;
using Esp32Aed.Rates;

namespace Esp32Aed.Cli;

/// <summary>A rate as people read it.</summary>
internal static class RateText
{
    /// <summary>Events per minute and the 95 % interval, or a dash.</summary>
    public static string Of(RateEstimate? rate) => rate is { } r && double.IsFinite(r.PerMinute)
        ? $"{Number(r.PerMinute)} ({Number(r.Low)} to {Number(r.High)})"
        : "-";

    // One decimal says nothing of 0.2 a minute.
    private static string Number(double value) => double.IsInfinity(value) ? "any" : value.ToString(value < 10 ? "F2" : "F1", CultureInfo.InvariantCulture);
}
