namespace Esp32Aed.Detection;

/// <summary>
/// Stage 8 of the front end: features that do not depend on the microphone's gain. A gain adds the same to every log-mel value, so it is gone
/// from (1) each value less its running mean, or less the running mean of all values, which leaves the shape of a lasting sound, (2) the positive part of the first few of these, which lets a linear classifier
/// treat a rise and a fall differently, (3) the loudest band less its recent peak, and (4), of MFCC, the mean level (value 0) less its
/// recent peak.
/// </summary>
/// <remarks>
/// The mean of the first 2^s frames is their plain average; after that mean += (value - mean) / 2^s. The peak follows half of a rise at
/// once and falls by 1/128 of the distance a frame. A frame's own value is in both.
/// </remarks>
public sealed class Normaliser
{
    private const int StateBits = 8;
    private const int PeakRiseShift = 1;
    private const int PeakFallShift = 7;

    private readonly int meanShift;
    private readonly bool hasSharedMean;
    private readonly int positiveParts;
    private readonly int valueCount;
    private readonly int[] mean;
    private int peak;
    private int frames;

    /// <summary>Makes the stage.</summary>
    /// <param name="settings">Numbers of values and features, and the mean's time constant.</param>
    public Normaliser(FrontEndSettings settings)
    {
        meanShift = settings.MeanShift;
        hasSharedMean = settings.HasSharedMean;
        valueCount = settings.ValueCount;
        positiveParts = settings.PositiveParts;
        mean = new int[hasSharedMean ? 1 : valueCount];
        Features = new int[settings.FeatureCount];
    }

    /// <summary>
    /// The features of the last frame, Q10: V normalised values, the positive parts of the first of them, the loudness, and, when the
    /// values are MFCC, the level below its recent peak.
    /// </summary>
    public int[] Features { get; }

    /// <summary>Normalises one frame into <see cref="Features"/>.</summary>
    /// <param name="values">V log-mel or MFCC values, Q10.</param>
    /// <param name="loudness">Loudest band less its recent peak, Q10.</param>
    public void Apply(int[] values, int loudness)
    {
        var features = Features;
        var means = mean;
        var first = frames == 0;
        var settled = frames >= 1 << meanShift;
        if (!settled)
        {
            frames++;
        }

        if (hasSharedMean)
        {
            SubtractSharedMean(values, settled);
        }
        else
        {
            for (var i = 0; i < means.Length; i++)
            {
                var away = (values[i] << StateBits) - means[i];
                means[i] += settled ? away >> meanShift : away / frames;
                features[i] = values[i] - (means[i] >> StateBits);
            }
        }

        var at = valueCount;
        for (var i = 0; i < positiveParts; i++)
        {
            features[at++] = features[i] > 0 ? features[i] : 0;
        }

        features[at++] = loudness;
        if (at < features.Length)
        {
            features[at] = values[0] - RecentPeak(values[0], first);
        }
    }

    private void SubtractSharedMean(int[] values, bool settled)
    {
        var sum = 0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i];
        }

        var away = ((sum / values.Length) << StateBits) - mean[0];
        mean[0] += settled ? away >> meanShift : away / frames;
        var level = mean[0] >> StateBits;
        for (var i = 0; i < values.Length; i++)
        {
            Features[i] = values[i] - level;
        }
    }

    private int RecentPeak(int level, bool first)
    {
        var away = (level << StateBits) - peak;
        if (first)
        {
            peak += away;
        }
        else
        {
            peak += away >> (away > 0 ? PeakRiseShift : PeakFallShift);
        }

        return peak >> StateBits;
    }
}
