using System;

namespace Esp32Aed.Detection;

/// <summary>
/// A logistic classifier over a context of frames: logit = bias + sum of weight * feature over the C newest frames. Its answer is
/// about the frame <c>lookAhead</c> before the newest. The logistic function itself is not needed: thresholds are logits.
/// </summary>
public sealed class LogisticClassifier
{
    private readonly LogisticWeights[] classes;
    private readonly int features;
    private readonly int window;
    private readonly sbyte[] history;
    private int newest;

    /// <summary>Makes the classifier.</summary>
    /// <param name="classes">Weights of each class, C * F of them, oldest frame first.</param>
    /// <param name="context">C, frames in the context.</param>
    /// <param name="features">F, features in a frame.</param>
    public LogisticClassifier(LogisticWeights[] classes, int context, int features)
    {
        this.classes = classes;
        this.features = features;
        window = context * features;
        history = new sbyte[2 * window];
        Logits = new int[classes.Length];
    }

    /// <summary>The last logits, Q8; one a class.</summary>
    public int[] Logits { get; }

    /// <summary>Where the next frame's features belong: index into <see cref="History"/>.</summary>
    public int NextOffset => newest;

    /// <summary>
    /// Features of the context, int8. Each frame stands twice, a context apart, so that the newest C frames are always in one piece.
    /// </summary>
    public sbyte[] History => history;

    /// <summary>Takes the frame just written at <see cref="NextOffset"/> into the context.</summary>
    public void Advance()
    {
        Array.Copy(history, newest, history, newest + window, features);
        newest += features;
        if (newest == window)
        {
            newest = 0;
        }
    }

    /// <summary>Computes <see cref="Logits"/> of the context as it stands.</summary>
    public void Classify()
    {
        var context = history;
        for (var c = 0; c < classes.Length; c++)
        {
            var ofClass = classes[c];
            var weights = ofClass.Weights;
            var sum = ofClass.Bias;
            var at = newest;
            for (var i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * context[at++];
            }

            Logits[c] = (int)(((long)sum * ofClass.Scale) >> 16);
        }
    }
}
