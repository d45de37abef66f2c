using Esp32Aed.Detection;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class HearingRangeTests
{
    [Fact]
    public void Half_of_a_rise_at_once_and_a_slow_fall()
    {
        var hearing = Make(range: ushort.MaxValue, first: 1024, fallShift: 3);

        Assert.Equal(8192 - 4608, LoudnessOf(hearing, 8192, 100)); // peak 1024 + 7168 / 2
        Assert.Equal(0 - 4032, LoudnessOf(hearing, 0, 0)); // peak 4608 - 4608 / 8
        Assert.Equal(0 - 3528, LoudnessOf(hearing, 0, 0)); // peak 4032 - 4032 / 8
    }

    [Fact]
    public void What_lies_below_the_range_is_raised_to_its_edge_and_nothing_else_changes()
    {
        int[] logMel = [0, 2999, 3000, 3001, 10000];

        Make(range: 7000, first: 10000, fallShift: 8).Apply(logMel);

        Assert.Equal([3000, 3000, 3000, 3001, 10000], logMel);
    }

    [Fact]
    public void A_gain_moves_everything_once_the_peak_has_settled()
    {
        const int Gain = 6803; // 20 dB
        var random = new Random(1);
        var (quiet, loud) = (Make(5000, 24576, 5), Make(5000, 24576, 5));
        for (var t = 0; t < 600; t++)
        {
            int[] frame = [.. Enumerable.Range(0, 24).Select(_ => random.Next(0, 20000))];
            int[] louder = [.. frame.Select(value => value + Gain)];
            quiet.Apply(frame);
            loud.Apply(louder);
            if (t > 300)
            {
                Assert.All(frame.Zip(louder), pair => Assert.InRange(pair.Second - pair.First - Gain, -1, 1));
                Assert.InRange(loud.Loudness - quiet.Loudness, -1, 1);
            }
        }
    }

    /// <summary>At the limits of the model's 16-bit fields, from silence to 62 bits and back.</summary>
    [Fact]
    public void No_setting_of_a_model_overflows() =>
        Prop.ForAll(
            (from range in Gen.Elements(0, 1, 32767, 32768, 65535)
             from first in Gen.Elements(0, 1, 32767, 32768, 65535)
             from fall in Gen.Choose(0, 15)
             from levels in Gen.ArrayOf(Gen.Elements(0, 1, 40000, 62 * 1024), 40)
             select (range, first, fall, levels)).ToArbitrary(),
            test =>
            {
                var hearing = Make(test.range, test.first, test.fall);
                foreach (var level in test.levels)
                {
                    int[] logMel = [0, level, level / 2];
                    hearing.Apply(logMel);
                    Assert.InRange(hearing.Loudness, -65535, 62 * 1024);
                    Assert.InRange(logMel[1], level, Math.Max(level, 65535));
                    Assert.InRange(logMel[0], 0, 65535);
                    Assert.True(logMel[2] >= logMel[0] && logMel[1] >= logMel[2]);
                }
            }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));

    private static HearingRange Make(int range, int first, int fallShift) =>
        new(new FrontEndSettings { HearingRange = range, FirstPeak = first, PeakFallShift = fallShift });

    private static int LoudnessOf(HearingRange hearing, params int[] logMel)
    {
        hearing.Apply(logMel);
        return hearing.Loudness;
    }
}
