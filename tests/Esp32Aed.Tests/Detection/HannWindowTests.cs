using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class HannWindowTests
{
    [Theory]
    [InlineData(64, short.MinValue)]
    [InlineData(256, short.MaxValue)]
    [InlineData(1024, -1)]
    public void Periodic_hann_in_Q15(int length, short value)
    {
        var windowed = new int[length];

        new HannWindow(length).Apply([.. Enumerable.Repeat(value, length)], windowed);

        for (var n = 0; n < length; n++)
        {
            var expected = value * 32768.0 * (0.5 - (0.5 * Math.Cos(2 * Math.PI * n / length)));
            Assert.InRange(windowed[n] - expected, -0.51 * Math.Abs((int)value), 0.51 * Math.Abs((int)value));
        }

        Assert.Equal(0, windowed[0]);
        Assert.Equal(value * 32768, windowed[length / 2]);
    }
}
