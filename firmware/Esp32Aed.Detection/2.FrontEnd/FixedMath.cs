namespace Esp32Aed.Detection;

/// <summary>
/// The little integer mathematics that tables need. Integers only, so that a table is the same, bit for bit, on every CLR.
/// Used while a chain is set up, never per frame.
/// </summary>
public static class FixedMath
{
    /// <summary>1.0 in Q30.</summary>
    public const long One = 1L << 30;

    private const long HalfPi = 1686629713; // pi / 2 in Q30

    /// <summary>sin(2 pi * <paramref name="numerator"/> / <paramref name="denominator"/>) in Q30, error below 4 units.</summary>
    /// <param name="numerator">0 or more.</param>
    /// <param name="denominator">1 to 2^31 - 1.</param>
    public static long Sine(long numerator, long denominator)
    {
        var quarters = 4 * (numerator % denominator);
        var quadrant = (int)(quarters / denominator);
        var rest = quarters % denominator;
        if ((quadrant & 1) != 0)
        {
            rest = denominator - rest;
        }

        var sine = SineOfQuarter(((rest << 30) + (denominator >> 1)) / denominator);
        return quadrant >= 2 ? -sine : sine;
    }

    /// <summary>cos(2 pi * <paramref name="numerator"/> / <paramref name="denominator"/>) in Q30; the denominator is at most 2^29 - 1.</summary>
    public static long Cosine(long numerator, long denominator) => Sine((4 * numerator) + denominator, 4 * denominator);

    /// <summary>Integer square root, rounded down.</summary>
    /// <param name="value">0 or more.</param>
    public static long SquareRoot(long value)
    {
        long root = 0;
        for (var bit = 1L << 30; bit > 0; bit >>= 1)
        {
            var trial = root + bit;
            if (trial * trial <= value)
            {
                root = trial;
            }
        }

        return root;
    }

    /// <summary>log2 of <paramref name="mantissa"/> / 2^30 in Q20, by repeated squaring, one bit a step.</summary>
    /// <param name="mantissa">2^30 to 2^31 - 1, that is 1.0 to 2.0.</param>
    public static int Log2OfMantissa(long mantissa)
    {
        var log = 0;
        for (var step = 0; step < 20; step++)
        {
            mantissa = ((mantissa * mantissa) + (One >> 1)) >> 30;
            log <<= 1;
            if (mantissa >= 2 * One)
            {
                mantissa >>= 1;
                log |= 1;
            }
        }

        return log;
    }

    // Taylor series of sin(quarter * pi / 2), degree 13, by Horner's rule.
    private static long SineOfQuarter(long quarter)
    {
        var x = (quarter * HalfPi) >> 30;
        var square = (x * x) >> 30;
        var sum = One;
        for (var n = 12; n >= 2; n -= 2)
        {
            sum = One - (((square * sum) >> 30) / (n * (n + 1)));
        }

        return ((x * sum) + (One >> 1)) >> 30;
    }
}
