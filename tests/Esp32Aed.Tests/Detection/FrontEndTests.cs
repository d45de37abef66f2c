using Esp32Aed.Detection;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class FrontEndTests
{
    private static readonly short[] Loud = Noise(20000, 0);

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Silence_after_a_loud_frame_is_zero_with_the_gate_and_without(int gateRange)
    {
        var frontEnd = Make(8, gateRange);
        frontEnd.Compute(Loud);
        Assert.All(frontEnd.LogMel, value => Assert.NotEqual(0, value));

        frontEnd.Compute(new short[256]);

        Assert.All(frontEnd.LogMel.Concat(frontEnd.Mfcc), value => Assert.Equal(0, value));
    }

    [Fact]
    public void An_offset_is_not_heard()
    {
        var (plain, offset) = (Make(8, -1), Make(8, -1));

        plain.Compute(Noise(300, 0));
        offset.Compute(Noise(300, -12000));

        Assert.All(plain.LogMel.Zip(offset.LogMel), pair => Assert.InRange(pair.First - pair.Second, -40, 40));
    }

    [Fact]
    public void Values_are_the_mfcc_or_without_coefficients_the_log_mel()
    {
        var (mfcc, logMel) = (Make(8, 1), Make(0, 1));
        mfcc.Compute(Loud);
        logMel.Compute(Loud);

        Assert.Equal((8, 24), (mfcc.Values.Length, logMel.Values.Length));
        Assert.Equal(mfcc.LogMel, logMel.Values);
        Assert.Equal(mfcc.Mfcc, mfcc.Values);
    }

    [Fact]
    public void The_hearing_range_comes_before_the_dct()
    {
        var settings = Settings(8, 1);
        (settings.HearingRange, settings.FirstPeak) = (0, 60 << 10);
        var frontEnd = new FrontEnd(settings);

        frontEnd.Compute(new short[256]);

        // Every band is raised to the peak, and a constant has no MFCC but the first.
        Assert.Single(frontEnd.LogMel.Distinct());
        Assert.True(frontEnd.LogMel[0] > 59 << 10);
        Assert.All(frontEnd.Mfcc[1..], value => Assert.InRange(value, -60, 60));
    }

    private static FrontEnd Make(int coefficients, int gateRange) => new(Settings(coefficients, gateRange));

    private static FrontEndSettings Settings(int coefficients, int gateRange) =>
        new TrainingSettings { Coefficients = coefficients, GateRange = gateRange, PositiveParts = 0, HearingBits = 63 }.ToFrontEnd();

    private static short[] Noise(int level, int offset)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 256).Select(_ => (short)(offset + random.Next(-level, level + 1)))];
    }
}
