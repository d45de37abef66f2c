using System;

namespace Esp32Aed.Detection;

/// <summary>Runs one layer of a <see cref="ConvNetwork"/>, a frame at a time. It keeps the past inputs that its taps reach; nothing is computed twice.</summary>
public sealed class ConvLayer
{
    private const long LaneMask = PackedMatrix.LaneMask;

    private readonly PackedMatrix[] taps;
    private readonly long[] starts;
    private readonly long[] sums;
    private readonly long[] history;
    private readonly int width;
    private readonly int step;
    private readonly int shift;
    private int newest;

    /// <summary>Makes the layer; before its first frame all inputs were 0.</summary>
    /// <param name="weights">Its weights.</param>
    public ConvLayer(ConvLayerWeights weights)
    {
        // Room for the lanes of the layer before that stand for no input.
        width = PackedMatrix.PaddedInputs(weights.Inputs) + PackedMatrix.Lanes - 1;
        step = weights.Dilation * width;
        shift = weights.Shift;
        history = new long[(weights.Reach + 1) * width];
        taps = new PackedMatrix[weights.Kernel];
        for (var k = 0; k < taps.Length; k++)
        {
            taps[k] = new PackedMatrix(weights.Weights, k * weights.Inputs, weights.Kernel * weights.Inputs, weights.Outputs, weights.Inputs);
        }

        starts = new long[PackedMatrix.Groups(weights.Outputs)];
        for (var o = 0; o < starts.Length * PackedMatrix.Lanes; o++)
        {
            var start = PackedMatrix.Zero + (o < weights.Outputs ? weights.Biases[o] : 0);
            starts[o / PackedMatrix.Lanes] += start << (o % PackedMatrix.Lanes * PackedMatrix.LaneBits);
        }

        sums = new long[starts.Length];
    }

    /// <summary>Where the next frame's inputs are to be written.</summary>
    public long[] Input => history;

    /// <summary>Index in <see cref="Input"/> of the first of them; two more than there are inputs may be written, if they are 0.</summary>
    public int InputOffset => newest;

    /// <summary>Takes the frame just written: a hidden layer's outputs are written to the next layer's input.</summary>
    public void Activate(long[] outputs, int at)
    {
        Sum();
        var added = sums;
        var low = shift;
        var middle = shift + PackedMatrix.LaneBits;
        var high = shift + (2 * PackedMatrix.LaneBits);
        var mask = LaneMask >> shift;
        var zero = PackedMatrix.Zero >> shift;
        for (var g = 0; g < added.Length; g++)
        {
            var sum = added[g];
            var output = ((sum >> low) & mask) - zero;
            if (output < 0)
            {
                output = 0;
            }
            else if (output > ConvLayerWeights.LargestActivation)
            {
                output = ConvLayerWeights.LargestActivation;
            }

            outputs[at] = output;
            output = ((sum >> middle) & mask) - zero;
            if (output < 0)
            {
                output = 0;
            }
            else if (output > ConvLayerWeights.LargestActivation)
            {
                output = ConvLayerWeights.LargestActivation;
            }

            outputs[at + 1] = output;
            output = (sum >> high) - zero;
            if (output < 0)
            {
                output = 0;
            }
            else if (output > ConvLayerWeights.LargestActivation)
            {
                output = ConvLayerWeights.LargestActivation;
            }

            outputs[at + 2] = output;
            at += PackedMatrix.Lanes;
        }
    }

    /// <summary>Takes the frame just written: the last layer's sums are scaled to logits.</summary>
    /// <param name="scales">Q8 logit per unit of a sum, Q16.</param>
    /// <param name="logits">Receives the logits, Q8; as many as there are outputs.</param>
    public void Answer(int[] scales, int[] logits)
    {
        Sum();
        for (var c = 0; c < logits.Length; c++)
        {
            var lane = (sums[c / PackedMatrix.Lanes] >> (c % PackedMatrix.Lanes * PackedMatrix.LaneBits)) & LaneMask;
            logits[c] = (int)(((lane - PackedMatrix.Zero) * scales[c]) >> 16);
        }
    }

    private void Sum()
    {
        Array.Copy(starts, sums, sums.Length);
        var at = newest;
        for (var k = taps.Length - 1; k >= 0; k--)
        {
            taps[k].Add(history, at, sums);
            at -= step;
            if (at < 0)
            {
                at += history.Length;
            }
        }

        newest += width;
        if (newest == history.Length)
        {
            newest = 0;
        }
    }
}
