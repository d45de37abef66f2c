using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Training from end to end on synthetic bubbles.</summary>
public sealed class ModelTrainerTests
{
    [Fact]
    public void The_model_finds_bubbles_that_it_has_not_heard()
    {
        var report = new EvaluationReport(SynthTraining.Labels);
        foreach (var recording in SynthTraining.HeldOut)
        {
            report.Add(recording.Events, [.. Recordings.Detect(SynthTraining.Trained.Model, recording.Samples).Select(e => e.ToLabel())], recording.Seconds);
        }

        var bubbles = report.Classes[0];
        Assert.True(bubbles.TrueCount >= 20, $"{bubbles.TrueCount} bubbles are too few to judge by");
        Assert.True(bubbles.EventF1At200Ms >= 0.8, $"F1 at 200 ms {bubbles.EventF1At200Ms:F3}");
        Assert.True(bubbles.FalsePositivesPerMinute <= 2, $"{bubbles.FalsePositivesPerMinute:F2} false bubbles a minute");
    }

    [Fact]
    public void Training_is_repeatable_to_the_bit() =>
        Assert.Equal(
            ModelWriter.ToBytes(SynthTraining.Trained.Model),
            ModelWriter.ToBytes(new ModelTrainer(SynthTraining.Settings, SynthTraining.Labels, seed: 1).Train(SynthTraining.Prepared).Model));

    [Fact]
    public void The_checksum_is_that_of_the_file() =>
        Assert.Equal(Model.Parse(ModelWriter.ToBytes(SynthTraining.Trained.Model)).Checksum, SynthTraining.Trained.Model.Checksum);

    [Fact]
    public void The_integer_logits_follow_the_float_ones()
    {
        var trained = SynthTraining.Trained;
        var features = SynthTraining.Prepared[0].Variants[0].Features;
        var floats = trained.Float.Logits(features, trained.Model.FeatureScale)[0];
        var integers = features.Logits(trained.Model)[0];

        Assert.InRange(floats.Zip(integers, (f, i) => Math.Abs(f - (i / 256.0))).Max(), 0, 0.5);
        Assert.True(floats.Max() - floats.Min() > 5);
    }

    /// <summary>Recordings from which nothing can be learned give a model that counts nothing, not a fault of ours.</summary>
    [Fact]
    public void Silent_recordings_train_to_a_model()
    {
        var silent = SynthTraining.Prepared.Select(p => PreparedRecording.Prepare(p.Recording with { Samples = new short[p.Recording.Samples.Length] }, SynthTraining.Settings)).ToArray();

        var trained = new ModelTrainer(SynthTraining.Settings, SynthTraining.Labels, seed: 1).Train(silent);

        Assert.NotNull(trained.Model);
    }

    /// <summary>As when every label lies so near the end that no frame is left to learn it from.</summary>
    [Fact]
    public void Recordings_without_an_onset_train_to_a_model_that_counts_nothing()
    {
        var without = SynthTraining.Prepared
            .Select(p => new PreparedRecording(p.Recording with { Events = [] }, [.. p.Variants.Select(variant => variant with { Events = [] })]))
            .ToArray();

        var trained = new ModelTrainer(SynthTraining.Settings, SynthTraining.Labels, seed: 1).Train(without);

        Assert.All(without, p => Assert.Empty(Recordings.Detect(trained.Model, p.Recording.Samples)));
    }
}
