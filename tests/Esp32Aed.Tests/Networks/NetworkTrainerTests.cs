using Esp32Aed.Detection;
using Esp32Aed.Learning.Networks;
using Esp32Aed.Sound;
using Xunit;

namespace Esp32Aed.Tests.Networks;

/// <summary>Training on a toy: the class is whether the first feature rose two frames ago.</summary>
public sealed class NetworkTrainerTests
{
    private const int Features = 3;

    private static readonly NetworkSettings Settings = new()
    {
        Shape = NetworkPassTests.Shape("3x1x8"), Epochs = 30, CropFrames = 32, BatchSize = 4, LearningRate = 0.02, Averaging = 0.9, Decay = 1e-4, Noise = 0.05, OffsetNoise = 0,
    };

    [Fact]
    public void Learns_what_can_be_learned()
    {
        var losses = new List<double>();

        var network = new NetworkTrainer(Settings, Features, 1, 1).Fit(Examples(20, 1), losses.Add);

        Assert.Equal(Settings.Epochs, losses.Count);
        Assert.True(losses[^1] < losses[0] / 4, $"{losses[0]:F4} to {losses[^1]:F4}");
        Assert.True(Wrong(network, Examples(10, 2)) < 0.02);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_one_others()
    {
        var examples = Examples(6, 3);
        var (first, second, other) = (Fit(1), Fit(1), Fit(2));

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);

        float[] Fit(int seed) => [.. new NetworkTrainer(Settings with { Epochs = 3, Masks = 0.5, Mixup = 0.5 }, Features, 1, seed).Fit(examples).Parameters.SelectMany(p => p)];
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_training_with_one_line()
    {
        var spoilt = Examples(2, 1);
        spoilt[0][0].Features[40] = float.NaN;

        var fault = Assert.Throws<UserFaultException>(() => new NetworkTrainer(Settings, Features, 1, 1).Fit(spoilt));

        Assert.Contains("round 1", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Integers_follow_the_floats()
    {
        var examples = Examples(20, 1);
        var network = new NetworkTrainer(Settings, Features, 1, 1).Fit(examples);

        var integers = new ConvClassifier(NetworkQuantiser.Quantise(network, [.. examples.Select(variants => variants[0])]));

        var sound = Examples(1, 9)[0][0];
        var pass = Pass(network, sound);
        var stride = network.Layers[0].InputStride;
        var differences = new List<double>();
        for (var t = 0; t < sound.Frames; t++)
        {
            for (var f = 0; f < Features; f++)
            {
                integers.Input[f] = (long)Math.Round(sound.Features[((network.Shape.Context - 1 + t) * stride) + f] * FloatNetwork.Unit);
            }

            integers.Classify();
            differences.Add(Math.Abs((integers.Logits[0] / 256.0) - pass.Logits[t * network.Layers[^1].OutputStride]));
        }

        var range = Enumerable.Range(0, sound.Frames).Select(t => pass.Logits[t * network.Layers[^1].OutputStride]).ToArray();
        Assert.True(range.Max() - range.Min() > 6);
        Assert.InRange(differences.Average(), 0, 0.25);
    }

    [Fact]
    public void Fine_tuning_goes_on_learning()
    {
        var examples = Examples(20, 1);
        var plain = new NetworkTrainer(Settings, Features, 1, 1).Fit(examples);
        var tuned = new NetworkTrainer(Settings with { FineTunes = true }, Features, 1, 1).Fit(examples);

        Assert.NotEqual(plain.Parameters.SelectMany(p => p), tuned.Parameters.SelectMany(p => p));
        Assert.True(Wrong(tuned, Examples(10, 2)) < 0.02);
    }

    [Fact]
    public void Hard_negatives_are_the_pieces_around_what_is_taken_for_an_event()
    {
        var network = new NetworkTrainer(Settings, Features, 1, 1).Fit(Examples(20, 1));
        var calm = Calm(200);
        var busy = Calm(200);
        busy.Features[(100 + network.Shape.Context - 1) * network.Layers[0].InputStride] = 3;

        var mined = HardNegatives.Mine(network, [[calm], [busy]], 16);

        var piece = Assert.Single(Assert.Single(mined));
        Assert.Equal(16, piece.Frames);
        Assert.Contains(3f, piece.Features);
        Assert.All(piece.Targets, target => Assert.Equal(0, target));
        Assert.Empty(HardNegatives.Mine(network, [], 16));
    }

    private static NetworkExample Calm(int frames)
    {
        var stride = FloatLayer.Stride(Features);
        var features = new float[(frames + Settings.Shape!.Context - 1) * stride];
        for (var t = 0; t < features.Length; t += stride)
        {
            features[t] = -1;
        }

        return new NetworkExample(features, new float[frames], frames);
    }

    private static double Wrong(FloatNetwork network, NetworkExample[][] examples) => examples.Average(variants =>
    {
        var pass = Pass(network, variants[0]);
        return Enumerable.Range(0, variants[0].Frames)
            .Average(t => pass.Logits[t * network.Layers[^1].OutputStride] > 0 == variants[0].Targets[t] > 0.5 ? 0.0 : 1);
    });

    private static NetworkPass Pass(FloatNetwork network, NetworkExample example)
    {
        var pass = new NetworkPass(network, example.Frames);
        example.Features.CopyTo(pass.Inputs, 0);
        pass.Forward(example.Frames);
        return pass;
    }

    private static NetworkExample[][] Examples(int count, int seed)
    {
        var random = new Random(seed);
        var stride = FloatLayer.Stride(Features);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            const int Frames = 90;
            const int Lead = 2;
            var features = new float[(Frames + Lead) * stride];
            var targets = new float[Frames];
            for (var t = 0; t < Frames; t++)
            {
                var rises = random.Next(5) == 0;
                features[(t + Lead) * stride] = rises ? 2 : -1;
                features[((t + Lead) * stride) + 1] = random.NextSingle();
                if (rises && t + 2 < Frames)
                {
                    targets[t + 2] = 1;
                }
            }

            return new[] { new NetworkExample(features, targets, Frames) };
        })];
    }
}
