using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class Crc32Tests
{
    [Fact]
    public void Check_value_of_the_catalogue() => Assert.Equal(0xCBF43926u, Crc32.Compute("123456789"u8.ToArray(), 0, 9));

    [Fact]
    public void A_part_of_the_bytes_and_none_of_them()
    {
        Assert.Equal(0xCBF43926u, Crc32.Compute("ab123456789c"u8.ToArray(), 2, 9));
        Assert.Equal(0u, Crc32.Compute([1, 2], 1, 0));
    }
}
