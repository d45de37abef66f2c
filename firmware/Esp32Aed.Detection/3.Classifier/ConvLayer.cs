using System;

namespace Esp32Aed.Detection;

/// <summary>Runs one layer of a <see cref="ConvNetwork"/>, a frame at a time. It keeps the past inputs that its taps reach; nothing is computed twice.</summary>
public sealed class ConvLayer
{
    private const long LaneMask = PackedMatrix.LaneMask;
    private const long Largest = ConvLayerWeights.LargestActivation;

    private readonly PackedMatrix matrix;
    private readonly long[] starts;
    private readonly long[] sums;
    private readonly long[][] columns;
    private readonly int dilation;
    private readonly int shift;
    private int newest;

    /// <summary>Makes the layer; before its first frame all inputs were 0.</summary>
    /// <param name="weights">Its weights.</param>
    public ConvLayer(ConvLayerWeights weights)
    {
        dilation = weights.Dilation;
        shift = weights.Shift;
        columns = new long[weights.Reach + 1][];
        for (var t = 0; t < columns.Length; t++)
        {
            columns[t] = new long[PackedMatrix.ColumnLength(weights.Inputs)];
        }

        matrix = new PackedMatrix(weights.Weights, weights.Outputs, weights.Kernel, weights.Inputs);
        starts = new long[PackedMatrix.Groups(weights.Outputs)];
        for (var o = 0; o < starts.Length * PackedMatrix.Lanes; o++)
        {
            var start = PackedMatrix.Zero + (o < weights.Outputs ? weights.Biases[o] : 0);
            starts[o / PackedMatrix.Lanes] += start << (o % PackedMatrix.Lanes * PackedMatrix.LaneBits);
        }

        sums = new long[starts.Length];
    }

    /// <summary>Where the next frame's inputs are to be written; two more than there are may be, if they are 0.</summary>
    public long[] Input => columns[newest];

    /// <summary>Takes the frame just written: a hidden layer's outputs are written to the next layer's input.</summary>
    public void Activate(long[] outputs)
    {
        Sum();
        var added = sums;
        var low = shift;
        var middle = shift + PackedMatrix.LaneBits;
        var high = shift + (2 * PackedMatrix.LaneBits);
        var mask = LaneMask >> shift;
        var zero = PackedMatrix.Zero >> shift;
        var most = zero + Largest;
        var at = 0;
        for (var g = 0; g < added.Length; g++)
        {
            var sum = added[g];
            var output = (sum >> low) & mask;
            outputs[at] = output <= zero ? 0 : output >= most ? Largest : output - zero;
            output = (sum >> middle) & mask;
            outputs[at + 1] = output <= zero ? 0 : output >= most ? Largest : output - zero;
            output = sum >> high;
            outputs[at + 2] = output <= zero ? 0 : output >= most ? Largest : output - zero;
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
        matrix.Add(columns, newest, dilation, sums);
        if (++newest == columns.Length)
        {
            newest = 0;
        }
    }
}
