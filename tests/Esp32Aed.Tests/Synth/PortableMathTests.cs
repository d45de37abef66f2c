using Esp32Aed.Sound.Synth;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class PortableMathTests
{
    [Fact]
    public void Powers_and_logarithms_agree_with_the_systems()
    {
        for (var x = -60.0; x <= 60; x += 0.0137)
        {
            Assert.Equal(1, PortableMath.Exp2(x) / Math.Pow(2, x), 1e-15);
            Assert.Equal(x, PortableMath.Log2(Math.Pow(2, x)), 2e-14);
        }

        Assert.Equal(0, PortableMath.Log2(1));
        Assert.Equal(1, PortableMath.Exp2(0));
        Assert.Equal(1024, PortableMath.Exp2(10));
    }

    [Fact]
    public void Sine_and_cosine_agree_with_the_systems()
    {
        for (var x = -100.0; x <= 100; x += 0.00917)
        {
            Assert.Equal(Math.Sin(x), PortableMath.Sin(x), 1e-15);
            Assert.Equal(Math.Cos(x), PortableMath.Cos(x), 1e-15);
        }

        Assert.Equal(Math.Sin(999_999), PortableMath.Sin(999_999), 1e-13);
    }
}
