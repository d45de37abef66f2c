using Esp32Aed.Detection;

namespace Esp32Aed.Learning.Networks;

/// <summary>Buffers for passes of a piece of sound through a network, forward and backward. Nothing is allocated after it is made.</summary>
internal sealed class NetworkPass
{
    private readonly FloatNetwork network;
    private readonly float[][] values;
    private readonly float[][] gradients;

    /// <summary>Makes room for pieces of so many frames.</summary>
    public NetworkPass(FloatNetwork network, int frames)
    {
        this.network = network;
        values = new float[network.Layers.Length + 1][];
        gradients = new float[network.Layers.Length + 1][];
        var length = frames + network.Shape.Context - 1;
        values[0] = new float[length * network.Layers[0].InputStride];
        gradients[0] = [];
        for (var i = 0; i < network.Layers.Length; i++)
        {
            length -= network.Layers[i].Shape.Reach;
            values[i + 1] = new float[length * network.Layers[i].OutputStride];
            gradients[i + 1] = new float[values[i + 1].Length];
        }
    }

    /// <summary>Inputs of the piece's frames and of the context before them, [frame][feature, padded].</summary>
    public float[] Inputs => values[0];

    /// <summary>Rounds the hidden layers' outputs to these steps, [layer][output, padded]; null leaves them as they are.</summary>
    public float[][]? ActivationSteps { get; set; }

    /// <summary>[frame][class, padded].</summary>
    public float[] Logits => values[^1];

    /// <summary>To be filled between the passes; zero where padded.</summary>
    public float[] LogitGradients => gradients[^1];

    /// <summary>A layer's inputs: the features, or what the layer before gave, after ReLU.</summary>
    public float[] InputsOf(int layer) => values[layer];

    /// <summary>Computes <see cref="Logits"/> of the first frames.</summary>
    public void Forward(int frames)
    {
        var length = frames + network.Shape.Context - 1;
        for (var i = 0; i < network.Layers.Length; i++)
        {
            var layer = network.Layers[i];
            length -= layer.Shape.Reach;
            layer.Forward(values[i], length, values[i + 1]);
            if (i < network.Layers.Length - 1)
            {
                var outputs = values[i + 1].AsSpan(0, length * layer.OutputStride);
                Rectify(outputs);
                if (ActivationSteps is { } steps)
                {
                    FakeQuantisation.RoundActivations(outputs, steps[i]);
                }
            }
        }
    }

    /// <summary>Adds the gradients of weights and biases, in the order of <see cref="FloatNetwork.Parameters"/>.</summary>
    public void Backward(int frames, IReadOnlyList<float[]> parameterGradients)
    {
        var length = frames;
        for (var i = network.Layers.Length - 1; i >= 0; i--)
        {
            var layer = network.Layers[i];
            var inputs = length + layer.Shape.Reach;
            var inputGradient = gradients[i].AsSpan(0, i == 0 ? 0 : inputs * layer.InputStride);
            layer.Backward(values[i], length, gradients[i + 1], parameterGradients[2 * i], parameterGradients[(2 * i) + 1], inputGradient);
            StopAtEnds(values[i], inputGradient, i == 0 ? null : ActivationSteps?[i - 1]);
            length = inputs;
        }
    }

    private static void Rectify(Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Max(values[i], 0);
        }
    }

    private static void StopAtEnds(ReadOnlySpan<float> values, Span<float> gradient, float[]? steps)
    {
        for (var i = 0; i < gradient.Length; i++)
        {
            if (values[i] <= 0 || (steps is not null && values[i] >= ConvLayerWeights.LargestActivation * steps[i % steps.Length]))
            {
                gradient[i] = 0;
            }
        }
    }
}
