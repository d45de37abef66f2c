namespace Esp32Aed.Rates;

/// <summary>
/// What the rate of found events says about the rate of true ones: (found - false alarms) / recall. Recall and false alarms are themselves
/// known from finite counts; that uncertainty is in the interval.
/// </summary>
/// <remarks>
/// Intervals are combined by the method of variance estimates recovery, from the limits of each part: the difference after Zou and Donner
/// ("Construction of confidence limits about effect measures: a general approach", Statistics in Medicine 27, 2008), the ratio after Donner and
/// Zou ("Closed-form confidence intervals for functions of the normal mean and standard deviation", Statistical Methods in Medical
/// Research 21, 2012). Recall and false alarms are supposed to be those of the validation: another room, other noises, and they are not.
/// </remarks>
public static class RateCorrection
{
    /// <summary>
    /// The corrected rate; null where validation can't give it: no event was matched, or the found rate lies, with its interval, below what
    /// false alarms alone should give, which shows that they do not hold in this place. Without recordings to hear false alarms in, only recall
    /// is corrected for.
    /// </summary>
    /// <param name="found">Rate of found events.</param>
    /// <param name="validation">Of the model and class that found them.</param>
    /// <exception cref="ArgumentException">The rate or the validation is impossible.</exception>
    public static RateEstimate? Correct(RateEstimate found, ClassValidation validation)
    {
        ArgumentNullException.ThrowIfNull(validation);
        if (validation.FindFault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(validation));
        }

        if (!(found.Low >= 0 && found.Low <= found.PerMinute && found.PerMinute <= found.High && double.IsFinite(found.PerMinute)))
        {
            throw new ArgumentException($"no rate is {found.PerMinute} with an interval of {found.Low} to {found.High}", nameof(found));
        }

        if (validation.MatchedEvents == 0)
        {
            return null;
        }

        var without = Less(Limits.Of(found), FalseAlarms(validation));
        if (without.High < 0)
        {
            return null;
        }

        var (middle, low, high) = Over(without, Recall(validation));
        return new RateEstimate(Math.Max(0, middle), Math.Max(0, low), Math.Max(0, high), found.Spacing);
    }

    private static Limits FalseAlarms(ClassValidation v)
    {
        if (v.FalseAlarmMinutes == 0)
        {
            return default;
        }

        var (low, high) = PoissonInterval.Of(v.FalseAlarms);
        return new Limits(v.FalseAlarms / v.FalseAlarmMinutes, low / v.FalseAlarmMinutes, high / v.FalseAlarmMinutes);
    }

    private static Limits Recall(ClassValidation v)
    {
        var (low, high) = ProportionInterval.Of(v.MatchedEvents, v.TrueEvents);
        return new Limits((double)v.MatchedEvents / v.TrueEvents, low, high);
    }

    private static Limits Less(Limits a, Limits b) => new(
        a.Middle - b.Middle,
        a.Middle - b.Middle - Math.Sqrt(Square(a.Middle - a.Low) + Square(b.High - b.Middle)),
        a.Middle - b.Middle + Math.Sqrt(Square(a.High - a.Middle) + Square(b.Middle - b.Low)));

    /// <summary>a / b for b above 0 (Donner and Zou).</summary>
    private static Limits Over(Limits a, Limits b)
    {
        double Bound(double limit, double divisor, double side)
        {
            var product = a.Middle * b.Middle;
            var scale = divisor * ((2 * b.Middle) - divisor);
            return (product + (side * Math.Sqrt(Math.Max(0, Square(product) - (limit * ((2 * a.Middle) - limit) * scale))))) / scale;
        }

        // The upper limit of a recall is less than twice the recall's estimate only from some matched events on; before, nothing is known of the lower bound.
        var isLowKnown = b.High < 2 * b.Middle;
        return new Limits(
            a.Middle / b.Middle,
            isLowKnown ? Bound(a.Low, b.High, -1) : 0,
            double.IsFinite(a.High) ? Bound(a.High, b.Low, 1) : double.PositiveInfinity);
    }

    private static double Square(double x) => x * x;

    private readonly record struct Limits(double Middle, double Low, double High)
    {
        public static Limits Of(RateEstimate rate) => new(rate.PerMinute, rate.Low, rate.High);
    }
}
