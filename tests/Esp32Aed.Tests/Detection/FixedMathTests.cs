using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The integer functions against those of <see cref="Math"/>.</summary>
public sealed class FixedMathTests
{
    private const double One = 1L << 30;

    [Theory]
    [InlineData(1024)]
    [InlineData(64)]
    [InlineData(96)]
    [InlineData(7)]
    [InlineData(1)]
    public void Sine_and_cosine_are_within_four_units(int denominator)
    {
        for (var numerator = 0; numerator <= 3 * denominator; numerator++)
        {
            var angle = 2 * Math.PI * numerator / denominator;
            Assert.InRange(FixedMath.Sine(numerator, denominator) - (Math.Sin(angle) * One), -4, 4);
            Assert.InRange(FixedMath.Cosine(numerator, denominator) - (Math.Cos(angle) * One), -4, 4);
        }
    }

    [Fact]
    public void Square_root_is_rounded_down()
    {
        long[] roots = [0, 1, 2, 3, 255, 46341, 0x7FFFFFFF];
        foreach (var root in roots)
        {
            Assert.Equal(root, FixedMath.SquareRoot(root * root));
            Assert.Equal(root, FixedMath.SquareRoot((root * root) + (2 * root)));
        }
    }

    [Fact]
    public void Log2_of_a_mantissa_is_within_two_units_and_never_falls()
    {
        var before = -1;
        for (var mantissa = FixedMath.One; mantissa < 2 * FixedMath.One; mantissa += (1 << 18) + 77)
        {
            var log = FixedMath.Log2OfMantissa(mantissa);
            Assert.InRange(log - (Math.Log2(mantissa / One) * (1 << 20)), -2, 1);
            Assert.True(log >= before);
            before = log;
        }

        Assert.Equal(0, FixedMath.Log2OfMantissa(FixedMath.One));
        Assert.Equal((1 << 20) - 1, FixedMath.Log2OfMantissa((2 * FixedMath.One) - 1));
    }
}
