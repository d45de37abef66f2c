using Esp32Aed.Detection;
using Xunit;

namespace Esp32Aed.Tests;

public sealed class ClipStatisticsTests
{
    private const int Values = 6;
    private const int Features = 8;

    private static readonly FrontEndSettings Settings = new() { MelEdges = new int[Values + 2], PositiveParts = 1 };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(157)]
    public void They_are_those_of_plain_double_arithmetic(int frames)
    {
        var random = new Random(frames);
        var clip = Clip(random, frames);
        var statistics = new ClipStatistics(Settings);

        // A clip before it leaves nothing behind.
        Hear(statistics, Clip(random, 9));
        var found = Hear(statistics, clip);

        var expected = Plain(clip);
        Assert.Equal(ClipStatistics.CountOf(Settings), expected.Count);
        Assert.Equal(expected.Count, found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            Assert.InRange(found[i] / 1024.0, expected[i] - 0.01, expected[i] + 0.01);
        }
    }

    [Fact]
    public void The_longest_clip_of_the_largest_changes_overflows_nothing_and_what_follows_is_not_heard()
    {
        var clip = Enumerable.Range(0, ClipStatistics.MostFrames).Select(t => (Enumerable.Range(0, Features).Select(i => (long)((t + i) % 2 == 0 ? 127 : -127)).ToArray(), 0)).ToArray();

        var found = Hear(new ClipStatistics(Settings), clip);
        var longer = Hear(new ClipStatistics(Settings), [.. clip, (new long[Features], 0)]);

        var expected = Plain(clip);
        Assert.All(found.Index(), value => Assert.InRange(value.Item / 1024.0, expected[value.Index] - 0.01, expected[value.Index] + 0.01));
        Assert.Equal(found, longer);
    }

    [Fact]
    public void No_frame_gives_zeros_and_no_frame_that_is_heard_no_level()
    {
        var statistics = new ClipStatistics(Settings);

        Assert.All(Hear(statistics, []), value => Assert.Equal(0, value));
        var faint = Hear(statistics, [([5, 6, 7, 8, 9, 10, 11, 12], -13 << 10)]);

        Assert.Equal(5 << 10, faint[0]);
        Assert.All(faint[Features..(2 * Features)], value => Assert.Equal(0, value));
        Assert.All(faint[^5..], value => Assert.Equal(0, value));
    }

    private static (long[] Input, int Loudness)[] Clip(Random random, int frames) =>
        [.. Enumerable.Range(0, frames).Select(_ => (Enumerable.Range(0, Features).Select(_ => (long)random.Next(-127, 128)).ToArray(), -random.Next(15 << 10)))];

    private static int[] Hear(ClipStatistics statistics, (long[] Input, int Loudness)[] clip)
    {
        foreach (var (input, loudness) in clip)
        {
            statistics.Hear(input, loudness);
        }

        statistics.Conclude();
        return [.. statistics.Values];
    }

    private static List<double> Plain((long[] Input, int Loudness)[] clip)
    {
        var heard = clip.Where(frame => frame.Loudness > -12 << 10).ToArray();
        double At(int t, int i) => clip[Math.Max(t, 0)].Input[i];
        double Change(int t, int i, int by) => At(t, i) - At(t - by, i);
        double Slope(int t, int i, int apart) => At(t, i + apart) - At(t, i);
        double Power(Func<int, double> value) => Math.Log2(1 + Enumerable.Range(0, clip.Length).Average(t => value(t) * value(t)));
        IEnumerable<double> Each(int count, Func<int, double> value) => Enumerable.Range(0, count).Select(value);
        return
        [
            .. Each(Features, i => clip.Average(frame => frame.Input[i])),
            .. Each(Features, i => heard.Length == 0 ? 0 : heard.Average(frame => frame.Input[i])),
            .. Each(Features, i => clip.Max(frame => frame.Input[i])),
            .. Each(Features, i => Power(t => At(t, i) - clip.Average(frame => frame.Input[i]))),
            .. Each(Features, i => Power(t => Change(t, i, 1))),
            .. Each(Features, i => Power(t => Change(t, i, 4))),
            .. Each(Values - 1, i => Power(t => Slope(t, i, 1))),
            .. Each(Values - 1, i => Power(t => Change(t, i + 1, 1) - Change(t, i, 1))),
            .. Each(Values - 4, i => Power(t => Slope(t, i, 4))),
            .. Each(Values - 4, i => Power(t => Change(t, i + 4, 1) - Change(t, i, 1))),
            .. new[] { -2, -4, -6, -9, -12 }.Select(bits => clip.Average(frame => frame.Loudness > bits << 10 ? 1.0 : 0)),
        ];
    }
}
