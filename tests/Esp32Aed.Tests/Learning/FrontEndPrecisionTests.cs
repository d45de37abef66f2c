using Esp32Aed.Learning;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The integer front end is within 50 dB of double precision wherever it is used.</summary>
public sealed class FrontEndPrecisionTests
{
    private const double LeastDb = 50;

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    public void From_minus_6_to_minus_50_dBFS(int sampleRate)
    {
        var rows = PrecisionReport.Measure(new TrainingSettings { SampleRate = sampleRate }, [SynthRecording(sampleRate)]);

        Assert.Equal(5, rows.Count);
        Assert.All(rows, AssertPrecise);
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    public void On_real_coughs(int sampleRate)
    {
        var set = LabelledRecordings.Open(RealData.Require("strong", "cough"), _ => { });
        var recordings = set.Items.Where(item => item.Events!.Count > 0).Take(20).Select(item => LabelledRecordings.Read(item, sampleRate, _ => { })).ToArray();

        AssertPrecise(PrecisionReport.Measure(new TrainingSettings { SampleRate = sampleRate }, recordings)[^1]);
    }

    [Fact]
    public void A_coarser_front_end_would_be_noticed()
    {
        // Bands that are 1 % off are worth some 30 dB.
        var settings = new TrainingSettings();
        var sound = PrecisionReport.TestSound(8000, -20);

        var precision = FrontEndPrecision.Measure(settings.ToFrontEnd(), [.. settings.EdgesHertz.Select(edge => edge * 1.01)], sound);

        Assert.InRange(precision.LogMelDb, 15, 45);
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(-50)]
    public void The_test_sound_peaks_where_it_says(double level)
    {
        var peak = PrecisionReport.TestSound(8000, level).Max(sample => Math.Abs((int)sample));

        Assert.InRange(20 * Math.Log10(peak / 32768.0), level - 0.1, level + 0.1);
    }

    private static void AssertPrecise(PrecisionRow row) =>
        Assert.True(row.Precision.LogMelDb >= LeastDb && row.Precision.MfccDb >= LeastDb, $"{row.Sound}: log-mel {row.Precision.LogMelDb:F1} dB, MFCC {row.Precision.MfccDb:F1} dB");

    private static TrainingRecording SynthRecording(int sampleRate)
    {
        var (samples, events) = Sound.Synth.BubbleSynth.Make(new() { Seconds = 20, SampleRate = sampleRate });
        return new TrainingRecording("synth", "synth", samples, 20, events);
    }
}
