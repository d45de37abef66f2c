using Esp32Aed.Detection;

namespace Esp32Aed.Learning.Networks;

/// <summary>
/// Lets a float network compute as its int8 form does, within float's rounding, so that training goes on with the errors of quantisation in it (Jacob et
/// al. 2018). Gradients pass as if nothing were rounded (straight-through), and stop where an activation saturates.
/// </summary>
internal sealed class FakeQuantisation
{
    private readonly FloatNetwork network;
    private readonly double[][] largest;
    private readonly float[][] kept;

    /// <summary>Starts from a trained network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="largest">Its largest activations; they stay what saturates.</param>
    public FakeQuantisation(FloatNetwork network, double[][] largest)
    {
        (this.network, this.largest) = (network, largest);
        kept = [.. network.Parameters.Select(p => new float[p.Length])];
        ActivationSteps = [.. network.Layers[..^1].Select(layer => new float[layer.OutputStride])];
    }

    /// <summary>Step of each output of the hidden layers, [layer][output, padded]; see <see cref="NetworkPass.ActivationSteps"/>.</summary>
    public float[][] ActivationSteps { get; }

    /// <summary>Rounds weights and biases in place; <see cref="Restore"/> undoes it.</summary>
    public void Round()
    {
        var steps = LayerSteps.Of(network, largest);
        foreach (var (to, from) in kept.Zip(network.Parameters))
        {
            from.CopyTo(to, 0);
        }

        for (var l = 0; l < steps.Length; l++)
        {
            var (layer, step) = (network.Layers[l], steps[l]);
            for (var o = 0; o < layer.Shape.Channels; o++)
            {
                layer.Biases[o] = (float)(Math.Round(layer.Biases[o] / step.Weight[o]) * step.Weight[o]);
                for (var i = 0; i < layer.Shape.Kernel * layer.Inputs; i++)
                {
                    ref var weight = ref layer.Weights[(i * layer.OutputStride) + o];
                    var input = step.Input[i % layer.Inputs];
                    weight = (float)(Math.Round(weight * input / step.Weight[o]) * step.Weight[o] / input);
                }

                if (l < ActivationSteps.Length)
                {
                    ActivationSteps[l][o] = (float)step.Output[o];
                }
            }
        }
    }

    /// <summary>Puts the weights back that <see cref="Round"/> has rounded.</summary>
    public void Restore()
    {
        foreach (var (to, from) in network.Parameters.Zip(kept))
        {
            from.CopyTo(to, 0);
        }
    }

    /// <summary>Rounds and saturates activations.</summary>
    /// <param name="values">[frame][output, padded], at least 0.</param>
    /// <param name="steps">Step of each output; 0 where padded.</param>
    public static void RoundActivations(Span<float> values, float[] steps)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var step = steps[i % steps.Length];
            values[i] = step > 0 ? Math.Min(MathF.Floor((values[i] / step) + 0.5f), ConvLayerWeights.LargestActivation) * step : 0;
        }
    }
}
