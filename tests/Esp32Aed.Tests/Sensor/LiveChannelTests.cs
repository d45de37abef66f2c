using Esp32Aed.Sensor;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class LiveChannelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Is_the_slot_that_moves_whatever_the_offset_of_the_other(int slot)
    {
        var live = new LiveChannel();
        live.Observe(Frames(i => slot == 0 ? i % 2 : 30000, i => slot == 1 ? i % 2 : 30000));
        Assert.Equal(slot, live.Index);
        Assert.False(live.IsSilent);
    }

    [Fact]
    public void Is_the_first_when_none_moves()
    {
        var live = new LiveChannel();
        live.Observe(Frames(_ => -1, _ => 0));
        live.Observe(Frames(_ => -1, _ => 0));
        Assert.Equal(0, live.Index);
        Assert.True(live.IsSilent);
    }

    private static byte[] Frames(Func<int, int> first, Func<int, int> second) =>
        [.. Enumerable.Range(0, 256).SelectMany(i => BitConverter.GetBytes((short)first(i)).Concat(BitConverter.GetBytes((short)second(i))))];
}
