using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests.Generating;

/// <summary>A model as code gives the logits of the packed form, bit for bit.</summary>
public sealed class GeneratedClassifierTests
{
    private const int Frames = 150;

    [Fact]
    public void Networks_of_any_shape()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var features = random.Next(1, 65);
            var model = OfNetwork(RandomNetworks.Make(random, features, random.Next(1, 11)));
            AssertSame(new ConvClassifier(model.Network), GeneratedType.Make(model), random, features);
        }
    }

    [Fact]
    public void Models_with_any_values_that_the_format_allows()
    {
        var (logistic, networks) = (0, 0);
        for (var seed = 0; seed < 30; seed++)
        {
            var model = GeneratedType.FromFile(RandomModels.Make(seed));
            GeneratedClassifier generated;
            try
            {
                generated = GeneratedType.Make(model);
            }
            catch (UserFaultException)
            {
                continue;
            }

            AssertSame(Classifier.Of(model), generated, new Random(seed), model.FrontEnd.FeatureCount);
            _ = model.Network is null ? logistic++ : networks++;
        }

        Assert.InRange(logistic, 8, 30);
        Assert.InRange(networks, 8, 30);
    }

    [Fact]
    public void Sums_at_the_ends_of_their_range()
    {
        // 127 * 127 * 65 + 190 = 2^20 - 1, the largest sum that a model file may have; hidden sums are looked up or compared, by the shift.
        foreach (var shift in new[] { 0, 6, 13, 20 })
        {
            var up = Enumerable.Repeat((sbyte)127, 65);
            var down = Enumerable.Repeat((sbyte)-127, 65);
            var hidden = new ConvLayerWeights
            {
                Kernel = 1, Dilation = 1, Inputs = 65, Outputs = 4, Shift = shift, Biases = [190, -190, 190, -190], Weights = [.. up, .. down, .. up, .. down],
            };
            var last = new ConvLayerWeights { Kernel = 3, Dilation = 2, Inputs = 4, Outputs = 2, Biases = [5, -9], Weights = [.. Enumerable.Range(-12, 24).Select(w => (sbyte)(10 * w))] };
            var model = OfNetwork(new ConvNetwork { Layers = [hidden, last], Scales = [1 << 16, (1 << 24) - 1] });
            AssertSame(new ConvClassifier(model.Network), GeneratedType.Make(model), new Random(shift), 65);
        }
    }

    [Fact]
    public void Weights_that_are_all_0_and_outputs_that_are_always_0()
    {
        var silent = new ConvLayerWeights { Kernel = 2, Dilation = 1, Inputs = 3, Outputs = 4, Shift = 4, Biases = [-1, 0, 900, -1 << 19], Weights = new sbyte[24] };
        var last = new ConvLayerWeights { Kernel = 3, Dilation = 1, Inputs = 4, Outputs = 3, Biases = [7, 0, -7], Weights = [1, 2, 3, .. new sbyte[30], -128, 127, 1] };
        foreach (var network in new[] { new ConvNetwork { Layers = [silent, last], Scales = [1, 70000, 3] }, new ConvNetwork { Layers = [silent], Scales = [9, 8, 7, 6] } })
        {
            AssertSame(new ConvClassifier(network), GeneratedType.Make(OfNetwork(network)), new Random(1), 3);
        }
    }

    [Fact]
    public void The_chain_takes_the_one_of_its_very_model()
    {
        var (model, other) = (GeneratedType.FromFile(SmallModels.Make()), GeneratedType.FromFile(SmallModels.MakeNetwork()));

        Assert.True(Chain(model).HasGeneratedClassifier);
        Assert.True(Chain(other).HasGeneratedClassifier);
        Assert.False(new DetectionChain(model, null, null, [GeneratedType.Make(other)]).HasGeneratedClassifier);
        Assert.False(new DetectionChain(model, null, null).HasGeneratedClassifier);

        DetectionChain Chain(Model of) => new(of, null, null, [GeneratedType.Make(model), GeneratedType.Make(other)]);
    }

    [Fact]
    public void The_chain_gives_the_same_logits_and_counts()
    {
        var model = GeneratedType.FromFile(SmallModels.MakeNetwork());
        var (packed, generated) = (new DetectionChain(model, null), new DetectionChain(model, null, null, [GeneratedType.Make(model)]));
        var sound = PrecisionReport.TestSound(model.SampleRate, -10);
        var logits = new HashSet<int>();
        for (var at = 0; at + model.HopLength <= sound.Length; at += model.HopLength)
        {
            packed.Accept(sound, at);
            generated.Accept(sound, at);
            Assert.Equal(packed.Logits, generated.Logits);
            logits.Add(packed.Logits[0]);
        }

        Assert.Equal(packed.Tally.CountOf(0), generated.Tally.CountOf(0));
        Assert.True(logits.Count > 100, "the sound says nothing to the model");
    }

    private static Model OfNetwork(ConvNetwork network)
    {
        var model = SmallModels.Make();
        model.FrontEnd.MelEdges = [.. Enumerable.Range(1, network.Layers[0].Inputs + 2).Select(i => i << 16)];
        model.FrontEnd.Coefficients = 0;
        model.FrontEnd.PositiveParts = 0;
        model.FrontEnd.GateRange = 0;
        model.Logistic = null!;
        model.Network = network;
        model.Labels = [.. network.Scales.Select((_, c) => $"class{c}")];
        return model;
    }

    private static void AssertSame(Classifier packed, Classifier generated, Random random, int features)
    {
        for (var t = 0; t < Frames; t++)
        {
            var frame = Frame(random, features, t);
            frame.CopyTo(packed.Input, 0);
            frame.CopyTo(generated.Input, 0);
            packed.Classify();
            generated.Classify();
            Assert.Equal(packed.Logits, generated.Logits);
        }
    }

    // Some stretches are of one extreme value, so that sums of many taps become as large as they can.
    private static long[] Frame(Random random, int count, int time) => (time / 10 % 5) switch
    {
        0 => [.. Enumerable.Repeat(127L, count)],
        1 => [.. Enumerable.Repeat(-127L, count)],
        2 => [.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 0 ? 127L : -127L)],
        _ => [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(-127, 128))],
    };
}
