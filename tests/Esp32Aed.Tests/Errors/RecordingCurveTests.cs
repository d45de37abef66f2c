using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Errors;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Learning.Training;
using Xunit;

namespace Esp32Aed.Tests.Errors;

public sealed class RecordingCurveTests
{
    private static readonly int[] Sides = Folds.Assign([.. SynthTraining.Prepared.Select(p => p.Recording)], SynthTraining.Labels, 2, 1);

    [Fact]
    public void With_all_recordings_it_is_cross_validation()
    {
        var told = new List<double>();
        var curve = RecordingCurve.Measure(SynthTraining.Prepared, SynthTraining.Labels, SynthTraining.Settings, Sides, 1, [], new Teller(told.Add), TestContext.Current.CancellationToken);

        var whole = CrossValidation.Run(SynthTraining.Prepared, SynthTraining.Labels, SynthTraining.Settings, Sides, 1, [], [], null, TestContext.Current.CancellationToken);
        Assert.Equal(whole.Int8.OverallEventsAt200Ms, curve[^1].Validation);
        Assert.Equal((1, 3), (curve[^1].Share, curve[^1].Recordings));
        Assert.Equal(curve.Select(point => point.Recordings).Order().Distinct(), curve.Select(point => point.Recordings));
        Assert.Equal(SynthTraining.Prepared.Sum(p => p.Recording.Events.Count), curve[^1].Training.Reference);
        Assert.Equal(told.Order(), told);
        Assert.Equal(1, told[^1], 9);
    }

    [Fact]
    public void Networks_have_one_as_well()
    {
        var settings = SynthTraining.Settings with { Network = new NetworkSettings { Shape = new NetworkShape([new LayerShape(3, 4, 4)]), Epochs = 2 } };

        var curve = RecordingCurve.Measure(SynthTraining.Prepared, SynthTraining.Labels, settings, Sides, 1, [], null, TestContext.Current.CancellationToken);

        Assert.Equal(SynthTraining.Prepared.Sum(p => p.Recording.Events.Count), curve[^1].Validation.Reference);
    }

    [Fact]
    public void Small_parts_lie_within_large_ones_and_have_groups_with_and_without_events()
    {
        PreparedRecording[] many = [.. Enumerable.Range(0, 32).Select(i => Silent($"group {i / 2}", hasEvent: i / 2 % 4 != 0))];

        var parts = RecordingCurve.Shares.Select(share => Names(RecordingCurve.Part(many, SynthTraining.Labels, share, 3))).ToArray();

        Assert.Equal([3, 4, 8, 16], parts.Select(part => part.Distinct().Count()));
        Assert.Equal([6, 8, 16, 32], parts.Select(part => part.Length));
        Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.Empty(pair.First.Except(pair.Second)));
        Assert.All(parts, part => Assert.Contains(part, name => int.Parse(name.Split(' ')[1]) % 4 == 0));
        Assert.NotEqual(parts[0], Names(RecordingCurve.Part(many, SynthTraining.Labels, 0.125, 4)));

        static string[] Names(PreparedRecording[] part) => [.. part.Select(p => p.Recording.Group)];
    }

    [Fact]
    public void A_model_is_diagnosed_by_models_of_its_own_kind()
    {
        var network = CurveRun.SettingsLike(SmallModels.MakeNetwork());
        Assert.Equal("2x3x4", network.Network!.Shape!.ToString());
        Assert.Equal((8000, TrainingSettings.OfNetwork.LookAhead), (network.SampleRate, network.LookAhead));
        Assert.Equal(int.MaxValue, network.Network.Budget);

        var wide = Model.Parse(ModelWriter.ToBytes(SynthTraining.Trained.Model));
        wide.FrontEnd.SampleRate = 16000;
        Assert.Equal((null, 16000, 32), (CurveRun.SettingsLike(wide).Network, CurveRun.SettingsLike(wide).SampleRate, CurveRun.SettingsLike(wide).Bands));
    }

    [Theory]
    [InlineData(99, 87, 85, Limit.Variance, "training F1 0.990, validation 0.870, +0.020 from 10 to 20 recordings: variance", "more recordings help")]
    [InlineData(99, 87, 87, Limit.Variance, "variance", "added little")]
    [InlineData(80, 78, 78, Limit.Bias, "bias: it does not fit even what it learned from", "larger network")]
    [InlineData(80, 78, 70, Limit.Bias, "bias", "more recordings still help")]
    [InlineData(80, 60, 50, Limit.BiasAndVariance, "bias and variance", "more recordings help")]
    [InlineData(97, 95, 95, Limit.None, "neither", "hard cases")]
    public void The_diagnosis_follows_from_training_against_validation(int training, int validation, int before, Limit limit, string says, string advises)
    {
        var diagnosis = Diagnosis.Of([new(0.5, 10, Of(100), Of(before)), new(1, 20, Of(training), Of(validation))]);

        Assert.Equal(limit, diagnosis.Limit);
        Assert.Contains(says, diagnosis.Sentence, StringComparison.Ordinal);
        Assert.Contains(advises, diagnosis.Sentence, StringComparison.Ordinal);

        static Score Of(int percent) => new(percent, 100, 100);
    }

    [Fact]
    public void A_model_that_finds_nothing_has_an_F1_of_0_and_one_point_is_a_curve()
    {
        var diagnosis = Diagnosis.Of([new(1, 4, new(0, 10, 0), new(0, 10, 0))]);

        Assert.Equal((Limit.Bias, double.NaN), (diagnosis.Limit, diagnosis.Gain));
        Assert.StartsWith("training F1 0.000, validation 0.000: bias", diagnosis.Sentence, StringComparison.Ordinal);
    }

    private static PreparedRecording Silent(string group, bool hasEvent) =>
        new(new TrainingRecording(group, group, [], 1, hasEvent ? [new(0.1, 0.2, SynthTraining.Labels[0])] : []), []);

    private sealed class Teller(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
