using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class FrameBufferTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 4)]
    [InlineData(8, 3)]
    [InlineData(8, 2)]
    public void The_frame_is_the_newest_samples_oldest_first(int frameLength, int hopLength)
    {
        var sound = Enumerable.Range(1, 60).Select(i => (short)i).ToArray();
        var buffer = new FrameBuffer(frameLength, hopLength);
        for (var heard = hopLength; heard <= sound.Length; heard += hopLength)
        {
            buffer.Push(sound, heard - hopLength);

            short[] silenceThenSound = [.. new short[frameLength], .. sound[..heard]];
            Assert.Equal(silenceThenSound[^frameLength..], buffer.Samples);
        }
    }
}
