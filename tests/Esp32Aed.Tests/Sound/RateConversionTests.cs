using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Other rates come out at the right pitch, in the right place, and clean.</summary>
public sealed class RateConversionTests : IDisposable
{
    private readonly SoundFixture files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData(16000, 8000, 1000)]
    [InlineData(16000, 8000, 3500)]
    [InlineData(48000, 8000, 1000)]
    [InlineData(48000, 16000, 7000)]
    [InlineData(32000, 8000, 100)]
    [InlineData(44100, 8000, 1000)]
    [InlineData(44100, 16000, 4000)]
    [InlineData(22050, 8000, 2000)]
    [InlineData(11025, 8000, 1000)]
    [InlineData(8000, 16000, 1000)]
    public void A_tone_stays_what_and_where_it_was(int from, int to, double hertz)
    {
        var expected = Sine(to, hertz, seconds: 1);

        var converted = Convert(Sine(from, hertz, seconds: 1), from, to);

        Assert.Equal(expected.Length, converted.Length);
        var middle = (to / 10)..(to * 9 / 10);
        Assert.InRange(SignalToNoise(expected.AsSpan()[middle], converted.AsSpan()[middle]), 70, 300);
    }

    [Theory]
    [InlineData(16000, 8000, 4500)]
    [InlineData(48000, 8000, 15000)]
    [InlineData(44100, 8000, 5500)]
    [InlineData(44100, 8000, 10500)]
    [InlineData(44100, 8000, 12000)]
    public void What_is_too_high_for_the_new_rate_is_gone(int from, int to, double hertz)
    {
        var converted = Convert(Sine(from, hertz, seconds: 1), from, to);

        var loudest = converted[(to / 10)..(to * 9 / 10)].Max(sample => Math.Abs((int)sample));
        Assert.InRange(loudest, 0, 2);
    }

    [Theory]
    [InlineData(16000, 8000)]
    [InlineData(44100, 8000)]
    public void A_click_stays_in_its_place(int from, int to)
    {
        var click = new short[from];
        click[from / 2] = 30000;

        var converted = Convert(click, from, to);

        Assert.Equal(to / 2, Array.IndexOf(converted, converted.Max()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(32769)]
    public void Decimation_by_two_gives_half_rounded_up(int length) =>
        Assert.Equal((length + 1) / 2, Convert(new short[length], 16000, 8000).Length);

    [Theory]
    [InlineData(8000)]
    [InlineData(11025)]
    [InlineData(48000)]
    [InlineData(44100)]
    public void One_sample_gives_at_least_one(int from) => Assert.NotEmpty(Convert([1000], from, 8000));

    [Fact]
    public void Blocks_leave_no_seams()
    {
        // Twice the reader's block, so a seam would lie inside.
        var expected = Sine(8000, 440, seconds: 9);

        var converted = Convert(Sine(16000, 440, seconds: 9), 16000, 8000);

        Assert.InRange(SignalToNoise(expected.AsSpan(800, 70000), converted.AsSpan(800, 70000)), 70, 300);
    }

    internal static double SignalToNoise(ReadOnlySpan<short> expected, ReadOnlySpan<short> actual)
    {
        double signal = 0;
        double noise = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            double difference = actual[i] - expected[i];
            signal += (double)expected[i] * expected[i];
            noise += difference * difference;
        }

        return 10 * Math.Log10(signal / Math.Max(noise, 1e-9));
    }

    private static short[] Sine(int rate, double hertz, int seconds) =>
        [.. Enumerable.Range(0, rate * seconds).Select(i => (short)Math.Round(16000 * Math.Sin(2 * Math.PI * hertz * i / rate)))];

    private short[] Convert(short[] samples, int from, int to)
    {
        var path = files.PathOf("in.wav");
        WavFile.Write(path, samples, from);
        return files.Read(path, to).Samples;
    }
}
