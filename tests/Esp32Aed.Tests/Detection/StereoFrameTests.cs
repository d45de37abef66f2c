using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class StereoFrameTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 4)]
    [InlineData(8, 3)]
    [InlineData(8, 2)]
    public void The_frame_is_the_newest_samples_oldest_first(int frameLength, int hopLength)
    {
        var sound = Enumerable.Range(1, 60).Select(i => (short)i).ToArray();
        var frame = new StereoFrame(frameLength, hopLength);
        for (var heard = hopLength; heard <= sound.Length; heard += hopLength)
        {
            frame.Push(sound, heard - hopLength);

            short[] silenceThenSound = [.. new short[frameLength], .. sound[..heard]];
            Assert.Equal(silenceThenSound[^frameLength..], SamplesOf(frame.Bytes, frameLength));
        }
    }

    [Theory]
    [InlineData(8, 8, 0)]
    [InlineData(8, 8, 1)]
    [InlineData(8, 3, 0)]
    [InlineData(8, 3, 1)]
    public void A_driver_that_writes_stereo_into_the_room_gives_the_same_frame(int frameLength, int hopLength, int channel)
    {
        var sound = Enumerable.Range(1, 60).Select(i => (short)(-500 * i)).ToArray();
        var (pushed, written) = (new StereoFrame(frameLength, hopLength), new StereoFrame(frameLength, hopLength));
        for (var at = 0; at + hopLength <= sound.Length; at += hopLength)
        {
            pushed.Push(sound, at);
            var to = written.MakeRoom(channel);
            for (var i = 0; i < hopLength; i++)
            {
                var slots = channel == 0 ? new[] { sound[at + i], (short)0x5A5A } : [(short)0x5A5A, sound[at + i]];
                (written.Bytes[to++], written.Bytes[to++]) = ((byte)slots[0], (byte)(slots[0] >> 8));
                (written.Bytes[to++], written.Bytes[to++]) = ((byte)slots[1], (byte)(slots[1] >> 8));
            }

            Assert.Equal(SamplesOf(pushed.Bytes, frameLength), SamplesOf(written.Bytes, frameLength));
        }
    }

    private static short[] SamplesOf(byte[] bytes, int count) =>
        [.. Enumerable.Range(0, count).Select(n => BitConverter.ToInt16(bytes, (4 * n) + 2))];
}
