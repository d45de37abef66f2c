namespace Esp32Aed.Detection;

/// <summary>A classifier whose weights are written out as code for one model: <c>aed generate</c> makes it. It gives the bits of the packed one.</summary>
public abstract class GeneratedClassifier : Classifier
{
    /// <summary><see cref="Model.Checksum"/> of the model it was made of.</summary>
    public abstract uint Checksum { get; }

    /// <summary>Activations by index: entry i is i - zero, at least 0 and at most <see cref="ConvLayerWeights.LargestActivation"/>.</summary>
    /// <param name="zero">Entries before that of 0.</param>
    /// <param name="count">Number of entries.</param>
    protected static sbyte[] Activations(int zero, int count)
    {
        var table = new sbyte[count];
        for (var i = zero; i < count; i++)
        {
            var value = i - zero;
            table[i] = (sbyte)(value < ConvLayerWeights.LargestActivation ? value : ConvLayerWeights.LargestActivation);
        }

        return table;
    }

    /// <summary>Sums that wait for later frames, all 0.</summary>
    /// <param name="frames">Frames that a sum waits from one tap to the next.</param>
    /// <param name="sums">Sums of a frame.</param>
    protected static long[][] Delays(int frames, int sums)
    {
        var delays = new long[frames][];
        for (var t = 0; t < frames; t++)
        {
            delays[t] = new long[sums];
        }

        return delays;
    }

    /// <summary>Sums that wait for later frames, each of the same value.</summary>
    /// <param name="sums">Number of sums.</param>
    /// <param name="value">Where each starts.</param>
    protected static long[] Filled(int sums, long value)
    {
        var filled = new long[sums];
        for (var i = 0; i < sums; i++)
        {
            filled[i] = value;
        }

        return filled;
    }
}
