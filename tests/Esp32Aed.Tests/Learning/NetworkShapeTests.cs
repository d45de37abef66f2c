using Esp32Aed.Learning.Networks;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class NetworkShapeTests
{
    [Theory]
    [InlineData("1x1x9,3x1x12, 3x2x12", "1x1x9 3x1x12 3x2x12")]
    [InlineData("3x8x64", "3x8x64")]
    public void Is_read_as_it_is_written(string text, string written)
    {
        Assert.Equal(written, NetworkShape.Parse(text).ToString());
        Assert.Equal(written, NetworkShape.Parse(written).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("3x1")]
    [InlineData("3x1x12x1")]
    [InlineData("3x0x12")]
    [InlineData("3x1x65")]
    [InlineData("3x1x-2")]
    public void What_is_no_shape_is_refused(string text) => Assert.Throws<FormatException>(() => NetworkShape.Parse(text));
}
