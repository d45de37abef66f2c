using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class DctTests
{
    [Theory]
    [InlineData(24, 13)]
    [InlineData(24, 24)]
    [InlineData(64, 64)]
    [InlineData(2, 1)]
    public void The_orthonormal_transform_of_the_definition(int bands, int coefficients)
    {
        var random = new Random(bands);
        var dct = new Dct(bands, coefficients);
        var mfcc = new int[coefficients];
        for (var trial = 0; trial < 20; trial++)
        {
            var logMel = Enumerable.Range(0, bands).Select(_ => random.Next(0, 65536)).ToArray();
            dct.Apply(logMel, mfcc);
            var most = 0.5 + (logMel.Sum() / 32768.0); // half a unit of each Q14 weight
            for (var k = 0; k < coefficients; k++)
            {
                var expected = Math.Sqrt((k == 0 ? 1.0 : 2.0) / bands) * logMel.Select((value, b) => value * Math.Cos(Math.PI * k * (b + 0.5) / bands)).Sum();
                Assert.InRange(mfcc[k] - expected, -most, most);
            }
        }
    }

    [Fact]
    public void No_coefficients_is_no_transform() => new Dct(24, 0).Apply(new int[24], []);
}
