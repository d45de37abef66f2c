using Esp32Aed.Learning.Clips;
using Esp32Aed.Tests.Tflite;
using Esp32Aed.Tflite;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>The comparison with a large network, here one that gives the spectrum of 256 samples.</summary>
public sealed class ReferenceNetworkTests
{
    private static readonly int[] Alternating = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1];

    [Fact]
    public void A_linear_classifier_on_its_features_tells_clips_apart_on_folds_it_has_not_heard()
    {
        using var folder = new ClipFolder().With("high", 4).With("low", 4).With("noise", 4);
        var set = folder.Open();
        var network = Spectrum();

        var report = ReferenceNetwork.Test(network, set, Alternating, TestContext.Current.CancellationToken);
        var again = ReferenceNetwork.Test(network, set, Alternating, TestContext.Current.CancellationToken);

        Assert.Equal(12, report.Clips);
        Assert.True(report.Accuracy >= 0.9, $"{report.Accuracy}");
        Assert.Equal(report.Confusion, again.Confusion);
    }

    [Fact]
    public void Labels_without_meaning_are_not_found()
    {
        using var folder = new ClipFolder().With("low", 1).With("noise", 12);
        var clips = folder.Open().Clips.Skip(1);

        var report = ReferenceNetwork.Test(
            Spectrum(), new ClipSet(folder.Path, ["a", "b"], [.. clips.Select((clip, i) => clip with { Class = i / 2 % 2 })]), Alternating, TestContext.Current.CancellationToken);

        Assert.InRange(report.Accuracy, 0.1, 0.9);
    }

    [Fact]
    public void Windows_overlap_by_half_and_a_short_clip_is_filled_up()
    {
        var builder = new TfliteBuilder(1, 4);
        var identity = builder.Then(9, [(sbyte)0], builder.Floats([1, 4], 0, 0, 0, 0)).Build();

        // Windows 0 1 2 3 and 2 3 4 5: their means, and their largest.
        Assert.Equal([1, 2, 3, 4, 2, 3, 4, 5, 1], Features(identity, 0, 1, 2, 3, 4, 5, 6));
        Assert.Equal([7, 8, 0, 0, 7, 8, 0, 0, 1], Features(identity, 7, 8));
    }

    // In units of a 16-bit sample; the last feature is a constant 1.
    private static IEnumerable<float> Features(TfliteModel network, params short[] samples)
    {
        var features = ReferenceNetwork.Features(network, samples);
        return features.Select((value, i) => i < features.Length - 1 ? value * 32768 : value);
    }

    private static TfliteModel Spectrum() => TfliteBuilder.Spectrum().Build();
}
