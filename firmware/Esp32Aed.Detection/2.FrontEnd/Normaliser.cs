namespace Esp32Aed.Detection;

/// <summary>
/// Stage 7 of the front end: subtracts from each value its running mean and scales the rest to int8. A microphone's gain adds the same to
/// every log-mel value, and the mean takes it away again; its frequency response goes the same way.
/// </summary>
/// <remarks>
/// The mean of the first 2^s frames is their plain average; after that mean += (value - mean) / 2^s. A frame's own value is in its mean.
/// </remarks>
public sealed class Normaliser
{
    private const int MeanFractionBits = 8;

    private readonly int meanShift;
    private readonly int[] scale;
    private readonly int[] mean;
    private int frames;

    /// <summary>Makes the stage.</summary>
    /// <param name="meanShift">s: the mean's time constant is 2^s frames.</param>
    /// <param name="scale">int8 units per unit of a Q10 value, Q16; one a value.</param>
    public Normaliser(int meanShift, int[] scale)
    {
        this.meanShift = meanShift;
        this.scale = scale;
        mean = new int[scale.Length];
    }

    /// <summary>Normalises one frame.</summary>
    /// <param name="values">Log-mel or MFCC values, Q10.</param>
    /// <param name="features">Receives the features, int8, -127 to 127.</param>
    /// <param name="offset">Index of the first feature written.</param>
    public void Apply(int[] values, sbyte[] features, int offset)
    {
        if (frames <= 1 << meanShift)
        {
            frames++;
        }

        var settled = frames > 1 << meanShift;
        for (var i = 0; i < mean.Length; i++)
        {
            var away = (values[i] << MeanFractionBits) - mean[i];
            mean[i] += settled ? away >> meanShift : away / frames;
            var scaled = ((long)(values[i] - (mean[i] >> MeanFractionBits)) * scale[i]) >> 16;
            if (scaled > 127)
            {
                scaled = 127;
            }
            else if (scaled < -127)
            {
                scaled = -127;
            }

            features[offset + i] = (sbyte)scaled;
        }
    }
}
