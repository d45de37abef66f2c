using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Networks;

/// <summary>
/// Trains a network by Adam on crops of recordings, on one thread: the same examples, settings and seed give the same weights, bit for bit.
/// Loss: mean over frames of the cross-entropy of each class for itself, or <see cref="ClipLoss"/>.
/// </summary>
internal sealed class NetworkTrainer
{
    private const double WarmUp = 0.05;
    private const int FineTuneShare = 5;

    private readonly NetworkSettings settings;
    private readonly int classes;
    private readonly Random random;
    private readonly FloatNetwork network;
    private readonly NetworkPass pass;
    private readonly CropNoise noise;
    private readonly float[] targets;
    private readonly float[][] gradients;
    private readonly ClipLoss? clipLoss;
    private Adam adam;
    private FakeQuantisation? rounding;
    private NetworkPass? validation;
    private int validationFrames;

    /// <summary>Starts at random weights.</summary>
    public NetworkTrainer(NetworkSettings settings, int features, int classes, int seed, ClipLoss? clipLoss = null)
    {
        (this.settings, this.classes, this.clipLoss) = (settings, classes, clipLoss);
        random = new Random(seed);
        network = new FloatNetwork(settings.Shape!, features, classes, random);
        pass = new NetworkPass(network, settings.CropFrames);
        noise = new CropNoise(settings, random);
        targets = new float[settings.CropFrames * classes];
        gradients = [.. network.Parameters.Select(p => new float[p.Length])];
        adam = new Adam(network.Parameters, settings.Averaging);
    }

    /// <summary>Trains it.</summary>
    /// <param name="recordings">Per recording its variants.</param>
    /// <param name="epochEnded">Told the mean loss of each epoch.</param>
    /// <param name="stop">Stops it between steps.</param>
    /// <exception cref="UserFaultException">The loss stopped being a number.</exception>
    public FloatNetwork Fit(IReadOnlyList<IReadOnlyList<NetworkExample>> recordings, Action<double>? epochEnded = null, CancellationToken stop = default)
    {
        Run(recordings, settings.Epochs, settings.LearningRate, epochEnded, stop);
        if (settings.FineTunes)
        {
            var largest = NetworkQuantiser.LargestActivations(network, [.. recordings.Select(variants => variants[0])]);
            rounding = new FakeQuantisation(network, largest);
            pass.ActivationSteps = rounding.ActivationSteps;
            Run(recordings, Math.Max(1, settings.Epochs / FineTuneShare), settings.LearningRate / FineTuneShare, null, stop);
        }

        return network;
    }

    private void Run(
        IReadOnlyList<IReadOnlyList<NetworkExample>> recordings, int epochs, double learningRate, Action<double>? epochEnded, CancellationToken stop)
    {
        adam = new Adam(network.Parameters, settings.Averaging);
        var perEpoch = recordings.Sum(variants => (variants[0].Frames / settings.CropFrames) + 1);
        var steps = Math.Max(1, epochs * perEpoch / settings.BatchSize);
        var step = 0;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var crops = recordings.SelectMany(Crops).ToArray();
            random.Shuffle(crops);
            double loss = 0;
            for (var from = 0; from < crops.Length; from += settings.BatchSize)
            {
                stop.ThrowIfCancellationRequested();
                var batch = crops.AsSpan(from, Math.Min(settings.BatchSize, crops.Length - from));
                rounding?.Round();
                loss += Accumulate(batch, crops) * batch.Length;
                rounding?.Restore();
                adam.Step(gradients, learningRate * Rate(Math.Min(1, (double)step++ / steps)));
            }

            loss /= crops.Length;
            if (!double.IsFinite(loss))
            {
                throw new UserFaultException(
                    FaultKind.Dataset, $"training: the loss stopped being a number in round {epoch + 1}; lower the learning rate or look for damaged recordings");
            }

            epochEnded?.Invoke(loss);
        }

        Set(adam.Average);
    }

    /// <summary>Mean loss of whole recordings with the running average of the weights, without augmentation.</summary>
    public double LossOn(IReadOnlyList<NetworkExample> examples)
    {
        var kept = network.Parameters.Select(p => (float[])p.Clone()).ToArray();
        Set(adam.Average);
        var longest = examples.Max(example => example.Frames);
        if (validation is null || validationFrames < longest)
        {
            (validation, validationFrames) = (new NetworkPass(network, longest), longest);
        }

        double loss = 0;
        foreach (var example in examples)
        {
            example.Inputs(network, 0, example.Frames).CopyTo(validation.Inputs);
            validation.Forward(example.Frames);
            loss += Loss(validation, example.Targets, example.Frames, 1);
        }

        Set(kept);
        return loss / examples.Sum(example => (double)example.Frames);
    }

    private void Set(IReadOnlyList<float[]> values)
    {
        foreach (var (to, from) in network.Parameters.Zip(values))
        {
            from.CopyTo(to, 0);
        }
    }

    /// <summary>Part of the largest learning rate.</summary>
    private static double Rate(double done) => done < WarmUp ? done / WarmUp : 0.5 * (1 + Math.Cos(Math.PI * (done - WarmUp) / (1 - WarmUp)));

    /// <summary>Pieces of a recording's variant that cover it, from a random phase.</summary>
    private List<(NetworkExample Example, int From)> Crops(IReadOnlyList<NetworkExample> variants)
    {
        var example = variants[random.Next(variants.Count)];
        var crops = new List<(NetworkExample, int)>();
        for (var from = -random.Next(settings.CropFrames); from < example.Frames; from += settings.CropFrames)
        {
            crops.Add((example, Math.Clamp(from, 0, Math.Max(0, example.Frames - settings.CropFrames))));
        }

        return crops;
    }

    /// <summary>The batch's gradients, and its mean loss.</summary>
    private double Accumulate(ReadOnlySpan<(NetworkExample Example, int From)> batch, (NetworkExample Example, int From)[] all)
    {
        foreach (var gradient in gradients)
        {
            Array.Clear(gradient);
        }

        double loss = 0;
        var scale = 1f / (batch.Length * settings.CropFrames);
        foreach (var crop in batch)
        {
            var frames = Load(crop, 1, replace: true);
            if (random.NextDouble() < settings.Mixup)
            {
                var other = all[random.Next(all.Length)];
                frames = Math.Min(frames, Load(other, Mixup.Share(random), replace: false));
            }

            var stride = network.Layers[0].InputStride;
            noise.Apply(pass.Inputs.AsSpan(0, (frames + network.Shape.Context - 1) * stride), network.Layers[0].Inputs, stride);
            pass.Forward(frames);
            loss += clipLoss is null
                ? Loss(pass, targets, frames, scale)
                : clipLoss.Of(pass.Logits, pass.LogitGradients, network.Layers[^1].OutputStride, targets, frames, 1.0 / batch.Length);
            pass.Backward(frames, gradients);
        }

        foreach (var (gradient, values) in gradients.Zip(network.Parameters).Where((_, p) => p % 2 == 0))
        {
            for (var i = 0; i < values.Length; i++)
            {
                gradient[i] += (float)(2 * settings.Decay) * values[i];
            }
        }

        return loss;
    }

    /// <summary>Puts a share of a crop and its targets into the buffers, or mixes it in.</summary>
    private int Load((NetworkExample Example, int From) crop, float share, bool replace)
    {
        var frames = Math.Min(settings.CropFrames, crop.Example.Frames);
        var features = crop.Example.Inputs(network, crop.From, frames);
        var wanted = crop.Example.Targets.AsSpan(crop.From * classes, frames * classes);
        if (replace)
        {
            features.CopyTo(pass.Inputs);
            wanted.CopyTo(targets);
            return frames;
        }

        Mixup.Blend(features, share, pass.Inputs);
        Mixup.Blend(wanted, share, targets);
        return frames;
    }

    /// <summary>Sum of the frames' losses times a scale; fills the logits' gradients.</summary>
    private double Loss(NetworkPass pass, ReadOnlySpan<float> wanted, int frames, float scale)
    {
        var stride = network.Layers[^1].OutputStride;
        double loss = 0;
        for (var t = 0; t < frames; t++)
        {
            for (var c = 0; c < classes; c++)
            {
                double logit = pass.Logits[(t * stride) + c];
                var target = wanted[(t * classes) + c];
                var probability = 1 / (1 + Math.Exp(-logit));
                var softplus = Math.Max(logit, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
                loss += (settings.PositiveWeight * target * (softplus - logit)) + ((1 - target) * softplus);
                pass.LogitGradients[(t * stride) + c] =
                    scale * (float)(((1 - target) * probability) - (settings.PositiveWeight * target * (1 - probability)));
            }
        }

        return loss * scale;
    }
}
