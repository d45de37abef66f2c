using System.Collections.Immutable;
using Esp32Aed.Cost.Chain;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Training;
using Esp32Aed.Tests.NanoFramework;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace Esp32Aed.Tests.Cost;

/// <summary>The costs of the real chain.</summary>
public class ChainMeterTests
{
    private static readonly short[] Sound = TestModel.Bursts(2, seed: 3);

    private static readonly string[] TextbookStages =
        ["ingest", "frame", "gate", "window", "fft", "power", "mel", "log", "hearing", "dct", "normaliser", "quantiser", "classifier", "decoder", "tally", "chain"];

    [Fact]
    public void The_stages_sum_to_all_that_ran_and_every_stage_is_known()
    {
        var cost = ChainMeter.Measure(TestModel.Bytes, Sound, ChainVariant.Textbook);

        Assert.Equal(Sound.Length / TestModel.HopLength, cost.Frames);
        Assert.Equal(TextbookStages.Order(StringComparer.Ordinal), cost.Stages.Select(stage => stage.Name).Order(StringComparer.Ordinal));
        Assert.Equal(cost.Operations, cost.Stages.Sum(stage => stage.Operations));
        Assert.Equal(cost.Operations, cost.Methods.Sum(method => method.Operations));
        Assert.All(cost.Stages, stage => Assert.True(stage.Operations > 0 && stage.Cost > 0, stage.Name));
        Assert.Equal(0, cost.UnknownOperations);
        Assert.InRange(cost.WorstFrame, cost.IlPerFrame, cost.Operations);
    }

    [Fact]
    public void The_deployed_chain_runs_nothing_unknown()
    {
        var cost = ChainMeter.Measure(TestModel.Bytes, Sound);

        Assert.Equal(0, cost.UnknownOperations);
        Assert.DoesNotContain(cost.Stages, stage => stage.Name == Stage.Other);
        Assert.Equal(cost.Operations, cost.Stages.Sum(stage => stage.Operations));
    }

    [Fact]
    public void Judging_clips_costs_the_judge_in_the_place_of_classifier_decoders_and_tally()
    {
        var cost = ChainMeter.MeasureOfClips(ModelWriter.ToBytes(SmallModels.MakeJudged()), Sound, ChainVariant.Textbook);
        var events = ChainMeter.Measure(ModelWriter.ToBytes(SmallModels.MakeJudged()), Sound, ChainVariant.Textbook);

        Assert.Equal(
            [.. events.Stages.Select(stage => stage.Name).Except(["classifier", "decoder", "tally"]), Stage.Judge],
            cost.Stages.OrderBy(stage => stage.Name == Stage.Judge).Select(stage => stage.Name));
        Assert.Equal(cost.Operations, cost.Stages.Sum(stage => stage.Operations));
        Assert.Equal((0, 0), (cost.UnknownOperations, events.EndOperations));
        Assert.InRange(cost.EndOperations, 1000, 100_000);
    }

    [Fact]
    public void Two_runs_count_the_same()
    {
        var one = ChainMeter.Measure(TestModel.Bytes, Sound);
        var other = ChainMeter.Measure(TestModel.Bytes, Sound);

        Assert.Equal(one.Stages, other.Stages);
        Assert.Equal(one.Methods, other.Methods);
        Assert.Equal((one.Operations, one.WorstFrame, one.HeapBytes), (other.Operations, other.WorstFrame, other.HeapBytes));
    }

    [Fact]
    public void The_stages_that_loop_over_constants_cost_what_their_source_says()
    {
        var stages = ChainMeter.Measure(TestModel.Bytes, Sound, ChainVariant.Textbook).Stages.ToDictionary(stage => stage.Name, StringComparer.Ordinal);
        var frames = Sound.Length / TestModel.HopLength;

        // StereoBytes.ToSamples, 26 operations a sample and 15 around the loop; HannWindow.Apply, 19 and 12.
        Assert.Equal(frames * ((26 * 256) + 15), stages["ingest"].Operations);
        Assert.Equal(frames * ((19 * 256) + 12), stages["window"].Operations);
    }

    [Fact]
    public void Silence_costs_no_spectrum()
    {
        var model = Model.Parse(TestModel.Bytes);
        model.FrontEnd.GateRange = 0;
        var bytes = ModelWriter.ToBytes(model);

        var silent = ChainMeter.Measure(bytes, new short[10 * TestModel.HopLength], ChainVariant.Textbook);
        var half = ChainMeter.Measure(bytes, [.. new short[5 * TestModel.HopLength], .. PrecisionReport.TestSound(TestModel.SampleRate, -6)[..(5 * TestModel.HopLength)]], ChainVariant.Textbook);

        Assert.DoesNotContain(silent.Stages, stage => stage.Name is "fft" or "window" or "mel" or "log");
        Assert.InRange(half.WorstFrame, 4 * silent.WorstFrame, 100 * silent.WorstFrame);
        Assert.InRange(half.IlPerFrame, silent.IlPerFrame, half.WorstFrame);
    }

    [Fact]
    public void More_classes_cost_more_where_they_are_told_apart_and_nowhere_else()
    {
        var model = Model.Parse(TestModel.Bytes);
        model.Labels = [model.Labels[0]];
        model.Logistic = [model.Logistic[0]];
        model.Decoders = [model.Decoders[0]];
        var one = ChainMeter.Measure(ModelWriter.ToBytes(model), Sound).Stages.ToDictionary(stage => stage.Name, StringComparer.Ordinal);
        var two = ChainMeter.Measure(TestModel.Bytes, Sound).Stages.ToDictionary(stage => stage.Name, StringComparer.Ordinal);

        var differing = two.Where(stage => one[stage.Key].Operations != stage.Value.Operations).Select(stage => stage.Key);
        Assert.Equal(["chain", "classifier", "decoder"], differing.Except(["tally"], StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_model_of_13_coefficients_costs_what_the_real_interpreter_counted()
    {
        // On noise, 8 kHz, 256 samples, 24 bands, 13 coefficients and the textbook stages nf-interpreter counted 90,263 a frame; its
        // classifier is not known, so this is a bracket.
        var frontEnd = new TrainingSettings { Coefficients = 13 }.ToFrontEnd();
        var model = Model.Parse(TestModel.Bytes);
        model.FrontEnd = frontEnd;
        model.FeatureScale = [.. Enumerable.Repeat(256, frontEnd.FeatureCount)];
        model.Logistic = [.. model.Logistic.Select(c => new LogisticWeights { Weights = new sbyte[frontEnd.FeatureCount], Scale = c.Scale })];

        var cost = ChainMeter.Measure(ModelWriter.ToBytes(model), PrecisionReport.TestSound(8000, -20), ChainVariant.Textbook);

        Assert.InRange(cost.IlPerFrame, 80_000, 95_000);
    }

    [Fact]
    public void The_counted_il_is_the_boards()
    {
        var board = Gate.Compiler.Compile(Path.Combine(RealData.Repository, "firmware", "Esp32Aed.Detection")).Image;
        using var forBoard = ModuleDefinition.ReadModule(new MemoryStream([.. board]));
        using var counted = ModuleDefinition.ReadModule(typeof(DetectionChain).Assembly.Location);

        // What is compiled for a frame; error texts may be put together by other methods of string.
        Assert.Equal(Il(forBoard), Il(counted));
    }

    private static SortedDictionary<string, string> Il(ModuleDefinition module) =>
        new(module.GetTypes().SelectMany(type => type.Methods)
            .Where(method => method.HasBody && method.DeclaringType.Namespace == "Esp32Aed.Detection" && method.DeclaringType.Name != "ModelReader")
            .ToDictionary(method => method.FullName, method => string.Join('\n', method.Body.Instructions), StringComparer.Ordinal), StringComparer.Ordinal);
}
