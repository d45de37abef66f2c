using Esp32Aed.Cost.Chain;
using Xunit;

namespace Esp32Aed.Tests.Cost;

public class HeapSizeTests
{
    [Fact]
    public void Blocks_of_12_bytes()
    {
        Assert.Equal(12, HeapSize.Of(new object()));
        Assert.Equal(36, HeapSize.Of(new Two()));
        Assert.Equal(48, HeapSize.Of(new Three()));
        Assert.Equal(24, HeapSize.Of(new byte[4]));
        Assert.Equal(36, HeapSize.Of(new byte[5]));
        Assert.Equal(1044, HeapSize.Of(new int[256]));
        Assert.Equal(24, HeapSize.Of("12345678901"));
    }

    [Fact]
    public void What_an_object_holds_counts_once_however_often_it_is_held()
    {
        var shared = new byte[4];
        Assert.Equal(48 + 24, HeapSize.Of((object)new object[] { shared, shared }));
        Assert.Equal(48 + 24 + 24, HeapSize.Of(new Three { Held = shared, Text = "cough" }));
        var ring = new Three();
        ring.Held = ring;
        Assert.Equal(48, HeapSize.Of(ring));
    }

    private class Two
    {
        public long Wide { get; set; }

        public object? Held { get; set; }
    }

    private sealed class Three : Two
    {
        public string? Text { get; set; }
    }
}
