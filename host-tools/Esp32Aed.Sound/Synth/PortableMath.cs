namespace Esp32Aed.Sound.Synth;

/// <summary>
/// Elementary functions from additions and multiplications alone, to about 1e-15: the last bits of <see cref="Math"/>'s differ between
/// processors and operating systems, these are the same everywhere.
/// </summary>
internal static class PortableMath
{
    private const double Ln2 = 0.693147180559945309;

    // pi / 2 in two parts; the first has so few bits that a quadrant's number times it is exact.
    private const double HalfPiHigh = 1.5707962512969971;
    private const double HalfPiLow = 7.5497899548918821e-8;

    /// <summary>2^x.</summary>
    public static double Exp2(double x)
    {
        var whole = Math.Round(x);
        var t = (x - whole) * Ln2;
        var sum = 1.0;
        for (var k = 14; k >= 1; k--)
        {
            sum = 1 + (t / k * sum);
        }

        return Math.ScaleB(sum, (int)whole);
    }

    /// <summary>The logarithm to base 2 of a positive, normal number: ln m = 2 artanh((m - 1) / (m + 1)), m from 0.7 to 1.4.</summary>
    public static double Log2(double x)
    {
        var exponent = Math.ILogB(x);
        var mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 1.4)
        {
            mantissa /= 2;
            exponent++;
        }

        var z = (mantissa - 1) / (mantissa + 1);
        var sum = 0.0;
        for (var k = 23; k >= 1; k -= 2)
        {
            sum = (sum * z * z) + (1.0 / k);
        }

        return exponent + (2 * z * sum / Ln2);
    }

    /// <summary>The sine of an angle between -10^6 and 10^6.</summary>
    public static double Sin(double x) => Quadrant(x, 0);

    /// <summary>The cosine of an angle between -10^6 and 10^6.</summary>
    public static double Cos(double x) => Quadrant(x, 1);

    /// <summary>The sine of the angle and so many quarter turns, by the Taylor series of sine or cosine within an eighth turn.</summary>
    private static double Quadrant(double x, int quarters)
    {
        var nearest = Math.Round(x / (Math.PI / 2));
        var r = x - (nearest * HalfPiHigh) - (nearest * HalfPiLow);
        var turn = ((int)nearest + quarters) & 3;
        var even = (turn & 1) != 0;
        var sum = 1.0;
        for (var k = even ? 18 : 19; k >= 2; k -= 2)
        {
            sum = 1 - (r * r / (k * (k - 1)) * sum);
        }

        var value = even ? sum : r * sum;
        return turn < 2 ? value : -value;
    }
}
