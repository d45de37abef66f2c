using Esp32Aed.Detection;
using Esp32Aed.Kernels;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The compact kernel gives the straight-line kernel's bits on every frame.</summary>
public sealed class CompactKernelTests
{
    private const int N = 256;
    private const int Rate = 8000;

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(13)]
    public void On_noise_at_every_level(int coefficients)
    {
        var random = new Random(1);
        var pair = new Both(coefficients);
        foreach (var level in new[] { 1, 2, 3, 30, 1000, 32767 })
        {
            for (var i = 0; i < 100; i++)
            {
                pair.AssertSame(Frame(_ => random.Next(-level, level + 1)));
                pair.AssertSame(Frame(_ => random.Next(2) == 0 ? level : -level - 1));
            }
        }
    }

    [Fact]
    public void On_full_scale_square_waves_and_constants()
    {
        var pair = new Both(13);
        for (var half = 1; half <= N; half++)
        {
            pair.AssertSame(Frame(n => n / half % 2 == 0 ? short.MaxValue : short.MinValue));
        }

        foreach (var value in new[] { 0, 1, -1, short.MaxValue, short.MinValue })
        {
            pair.AssertSame(Frame(_ => value));
        }
    }

    [Fact]
    public void On_a_single_sample_wherever_it_is()
    {
        var pair = new Both(13);
        for (var at = 0; at < N; at++)
        {
            foreach (var value in new[] { 1, -3, short.MaxValue, short.MinValue })
            {
                pair.AssertSame(Frame(n => n == at ? value : 0));
            }
        }
    }

    [Fact]
    public void On_a_full_scale_sweep() => new Both(13).AssertSameOver(
        [.. Enumerable.Range(0, 4 * Rate).Select(i => (short)Math.Round(32767 * Math.Sin(2 * Math.PI * ((100.0 * i / Rate) + (450 * Math.Pow((double)i / Rate, 2))))))]);

    [Theory]
    [InlineData(-6)]
    [InlineData(-50)]
    public void On_the_test_sound(double level) => new Both(13).AssertSameOver(PrecisionReport.TestSound(Rate, level));

    [Fact]
    public void On_real_recordings()
    {
        var set = LabelledRecordings.Open(RealData.Require("strong", "cough"), _ => { });
        foreach (var item in set.Items.Where(item => item.Events!.Count > 0).Take(20))
        {
            new Both(13).AssertSameOver(LabelledRecordings.Read(item, Rate, _ => { }).Samples);
        }
    }

    private static short[] Frame(Func<int, int> sample) => [.. Enumerable.Range(0, N).Select(n => (short)sample(n))];

    private sealed class Both
    {
        private readonly Side straight;
        private readonly Side compact;
        private readonly byte[] frame = new byte[StereoFrame.BytesOf(N)];

        public Both(int coefficients)
        {
            var settings = new TrainingSettings { Coefficients = coefficients }.ToFrontEnd();
            (straight, compact) = (new Side(new Kernel8k(), settings), new Side(new Kernel8kCompact(), settings));
            new Random(9).NextBytes(frame);
        }

        public void AssertSame(ReadOnlySpan<short> samples)
        {
            StereoFrame.Write(samples.ToArray(), 0, frame, 0, N);
            straight.Compute(frame);
            compact.Compute(frame);
            Assert.Equal(straight.LogMel, compact.LogMel);
            Assert.Equal(straight.Mfcc, compact.Mfcc);
            Assert.Equal(straight.Hearing.Loudness, compact.Hearing.Loudness);
        }

        public void AssertSameOver(short[] sound)
        {
            Assert.True(sound.Length >= N);
            for (var at = 0; at + N <= sound.Length; at += N / 2)
            {
                AssertSame(sound.AsSpan(at, N));
            }
        }
    }

    private sealed class Side
    {
        private readonly SpectralKernel kernel;

        public Side(SpectralKernel kernel, FrontEndSettings settings)
        {
            Assert.True(kernel.Fits(settings));
            this.kernel = kernel;
            kernel.Prepare(settings);
            Hearing = new HearingRange(settings);
            LogMel = new int[settings.MelEdges.Length - 2];
            Mfcc = new int[settings.Coefficients];
        }

        public HearingRange Hearing { get; }

        public int[] LogMel { get; }

        public int[] Mfcc { get; }

        public void Compute(byte[] frame) => kernel.Compute(frame, Hearing, LogMel, Mfcc);
    }
}
