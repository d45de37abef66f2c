using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class SilenceGateTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Shut_within_the_range_around_the_first_sample_wherever_it_is(int range)
    {
        foreach (short offset in new[] { 0, 4000, short.MinValue, short.MaxValue })
        {
            foreach (var at in new[] { 1, 31, 63 })
            {
                Assert.Equal(Math.Abs(Step(offset, range) - offset) <= range, IsShut(range, offset, at, range));
                Assert.False(IsShut(range, offset, at, range + 1));
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(short.MinValue)]
    public void A_negative_range_never_shuts(int range) => Assert.False(new SilenceGate(range).IsShut(new byte[StereoFrame.BytesOf(64)]));

    private static bool IsShut(int range, short offset, int at, int step)
    {
        short[] samples = [.. Enumerable.Repeat(offset, 64)];
        samples[at] = Step(offset, step);
        var frame = new byte[StereoFrame.BytesOf(samples.Length)];
        new Random(1).NextBytes(frame);
        StereoFrame.Write(samples, 0, frame, 0, samples.Length);
        return new SilenceGate(range).IsShut(frame);
    }

    private static short Step(short offset, int step) => (short)(offset > 0 ? offset - step : offset + step);
}
