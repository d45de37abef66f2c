namespace Esp32Aed.Learning.Networks;

/// <summary>
/// The loss of a crop of a clip that has one class: (1) softmax cross-entropy of the frames' mean logits, (2) that of each frame's logits, which keeps
/// frames from leaving the decision to a few others, (3) cross-entropy of each class's mean logit for itself, which anchors the logits: softmax alone
/// leaves their common level open, and a board that hears a sound of no class has nothing but that level to go by.
/// </summary>
/// <param name="classWeights">What a clip of each class counts; see <see cref="WeightsOf"/>.</param>
internal sealed class ClipLoss(IReadOnlyList<double> classWeights)
{
    private readonly double[] mean = new double[classWeights.Count];
    private readonly double[] target = new double[classWeights.Count];
    private readonly double[] probabilities = new double[classWeights.Count];
    private readonly double[] meanGradient = new double[classWeights.Count];

    /// <summary>What (2) counts against (1).</summary>
    public double FrameShare { get; init; } = 0.5;

    /// <summary>What (3) counts against (1).</summary>
    public double AnchorShare { get; init; } = 0.3;

    /// <summary>Weights in inverse proportion to the classes' numbers of clips, 1 on average over the clips.</summary>
    public static double[] WeightsOf(IReadOnlyList<int> clipsOfClass)
    {
        var present = clipsOfClass.Count(clips => clips > 0);
        double all = clipsOfClass.Sum();
        return [.. clipsOfClass.Select(clips => clips == 0 ? 0 : all / (present * clips))];
    }

    /// <summary>The loss times a scale; fills the logits' gradients.</summary>
    /// <param name="logits">[frame][class, padded].</param>
    /// <param name="gradients">As the logits.</param>
    /// <param name="stride">Classes with padding.</param>
    /// <param name="wanted">[frame][class]: shares of the classes.</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="scale">The scale.</param>
    public double Of(ReadOnlySpan<float> logits, Span<float> gradients, int stride, ReadOnlySpan<float> wanted, int frames, double scale)
    {
        var classes = mean.Length;
        Array.Clear(mean);
        Array.Clear(target);
        for (var t = 0; t < frames; t++)
        {
            for (var c = 0; c < classes; c++)
            {
                mean[c] += logits[(t * stride) + c] / (double)frames;
                target[c] += wanted[(t * classes) + c] / (double)frames;
            }
        }

        double weight = 0;
        for (var c = 0; c < classes; c++)
        {
            weight += target[c] * classWeights[c];
        }

        scale *= weight;
        var loss = Softmax(mean);
        for (var c = 0; c < classes; c++)
        {
            meanGradient[c] = probabilities[c] - target[c];
            var softplus = Math.Max(mean[c], 0) + Math.Log(1 + Math.Exp(-Math.Abs(mean[c])));
            loss += AnchorShare * (softplus - (target[c] * mean[c]));
            meanGradient[c] += AnchorShare * ((1 / (1 + Math.Exp(-mean[c]))) - target[c]);
        }

        double ofFrames = 0;
        Span<double> frame = stackalloc double[classes];
        for (var t = 0; t < frames; t++)
        {
            for (var c = 0; c < classes; c++)
            {
                frame[c] = logits[(t * stride) + c];
            }

            ofFrames += Softmax(frame);
            for (var c = 0; c < classes; c++)
            {
                gradients[(t * stride) + c] = (float)(scale / frames * (meanGradient[c] + (FrameShare * (probabilities[c] - target[c]))));
            }
        }

        return scale * (loss + (FrameShare * ofFrames / frames));
    }

    /// <summary>Cross-entropy against the clip's target; fills the probabilities.</summary>
    private double Softmax(ReadOnlySpan<double> logits)
    {
        var most = double.NegativeInfinity;
        foreach (var logit in logits)
        {
            most = Math.Max(most, logit);
        }

        double sum = 0;
        for (var c = 0; c < logits.Length; c++)
        {
            probabilities[c] = Math.Exp(logits[c] - most);
            sum += probabilities[c];
        }

        double loss = 0;
        for (var c = 0; c < logits.Length; c++)
        {
            probabilities[c] /= sum;
            loss += target[c] * (most + Math.Log(sum) - logits[c]);
        }

        return loss;
    }
}
