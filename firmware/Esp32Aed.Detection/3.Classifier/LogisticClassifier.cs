using System;

namespace Esp32Aed.Detection;

/// <summary>
/// A logistic classifier over a context of frames: logit = bias + sum of weight * feature over the C newest frames. Its answer is
/// about the frame <c>lookAhead</c> before the newest. The logistic function itself is not needed: thresholds are logits.
/// </summary>
/// <remarks>
/// Features are not kept. A frame takes part in the logits of itself and of the C - 1 frames after it, so its C sums are computed at once, as the
/// product of a matrix of C rows with the frame, and added to those that wait for later frames.
/// </remarks>
public sealed class LogisticClassifier : Classifier
{
    private readonly LogisticWeights[] classes;
    private readonly PackedMatrix[] matrices;
    private readonly long[][] waiting;
    private readonly long[] zeros;
    private readonly long[] sums;
    private readonly long[][] input;
    private readonly int[] logits;
    private readonly int context;
    private int newest;

    /// <summary>Makes the classifier.</summary>
    /// <param name="classes">Weights of each class, C * F of them, oldest frame first.</param>
    /// <param name="context">C, frames in the context.</param>
    /// <param name="features">F, features in a frame, 1 to 64.</param>
    public LogisticClassifier(LogisticWeights[] classes, int context, int features)
    {
        this.classes = classes;
        this.context = context;
        logits = new int[classes.Length];
        input = new[] { new long[PackedMatrix.ColumnLength(features)] };
        sums = new long[PackedMatrix.Groups(context)];
        zeros = new long[sums.Length];
        for (var g = 0; g < zeros.Length; g++)
        {
            zeros[g] = PackedMatrix.Zero | (PackedMatrix.Zero << PackedMatrix.LaneBits);
        }

        matrices = new PackedMatrix[classes.Length];
        waiting = new long[classes.Length][];
        for (var c = 0; c < classes.Length; c++)
        {
            matrices[c] = new PackedMatrix(NewestFirst(classes[c].Weights, features), context, 1, features);
            waiting[c] = new long[context + (sums.Length * PackedMatrix.Lanes)];
        }
    }

    /// <inheritdoc/>
    public override int[] Logits => logits;

    /// <inheritdoc/>
    public override long[] Input => input[0];

    /// <inheritdoc/>
    public override void Classify()
    {
        for (var c = 0; c < logits.Length; c++)
        {
            Array.Copy(zeros, sums, sums.Length);
            matrices[c].Add(input, 0, 0, sums);
            var ofClass = classes[c];
            logits[c] = (int)(((ofClass.Bias + AddToWaiting(waiting[c])) * ofClass.Scale) >> 16);
        }

        if (++newest == context)
        {
            newest = 0;
        }
    }

    /// <summary>Row i of the matrix is the newest frame's part in the logit of i frames later.</summary>
    private static sbyte[] NewestFirst(sbyte[] weights, int features)
    {
        var turned = new sbyte[weights.Length];
        for (var from = 0; from < weights.Length; from += features)
        {
            Array.Copy(weights, from, turned, weights.Length - features - from, features);
        }

        return turned;
    }

    /// <summary>Adds the newest frame's sums to those that wait.</summary>
    /// <returns>The sum that now has all of its frames.</returns>
    private long AddToWaiting(long[] waits)
    {
        var at = newest;
        if (at == 0)
        {
            Array.Copy(waits, context, waits, 0, context);
            Array.Clear(waits, context, waits.Length - context);
        }

        var added = sums;
        for (var g = 0; g < added.Length; g++)
        {
            var sum = added[g];
            waits[at] += (sum & PackedMatrix.LaneMask) - PackedMatrix.Zero;
            waits[at + 1] += ((sum >> PackedMatrix.LaneBits) & PackedMatrix.LaneMask) - PackedMatrix.Zero;
            waits[at + 2] += sum >> (2 * PackedMatrix.LaneBits);
            at += PackedMatrix.Lanes;
        }

        return waits[newest];
    }
}
