using Esp32Aed.Detection;

namespace Esp32Aed.Learning.Training;

/// <summary>The firmware's features of one recording, before they are scaled to int8.</summary>
/// <param name="Values">frames * F features, Q10, in the order of time.</param>
/// <param name="FeatureCount">F.</param>
public sealed record FeatureTrack(int[] Values, int FeatureCount)
{
    /// <summary>Number of frames.</summary>
    public int Frames => Values.Length / FeatureCount;

    /// <summary>
    /// Runs the front end over a recording, followed by <paramref name="lookAhead"/> frames of silence so that the classifier has an answer
    /// about every frame.
    /// </summary>
    public static FeatureTrack Compute(FrontEndSettings settings, ReadOnlySpan<short> samples, int lookAhead)
    {
        var frontEnd = new FrontEnd(settings, FirmwareKernels.Make());
        var normaliser = new Normaliser(settings);
        var frame = new StereoFrame(settings.FrameLength, settings.HopLength);
        var hop = new short[settings.HopLength];
        var frames = Recordings.HopsOf(samples.Length, settings.HopLength) + lookAhead;
        var values = new int[frames * settings.FeatureCount];
        for (var t = 0; t < frames; t++)
        {
            Recordings.CopyHop(samples, t, hop);
            frame.Push(hop, 0);
            frontEnd.Compute(frame.Bytes);
            normaliser.Apply(frontEnd.Values, frontEnd.Loudness);
            normaliser.Features.CopyTo(values, t * settings.FeatureCount);
        }

        return new FeatureTrack(values, settings.FeatureCount);
    }

    /// <summary>
    /// Scales that give each feature the same spread in int8 units.
    /// </summary>
    /// <param name="tracks">Tracks of the training recordings.</param>
    /// <param name="spread">Root mean square of a scaled feature, in int8 units.</param>
    /// <returns>F scales, int8 units per unit of a Q10 feature, Q16.</returns>
    public static int[] Scales(IReadOnlyList<FeatureTrack> tracks, double spread)
    {
        var count = tracks[0].FeatureCount;
        var squares = new double[count];
        foreach (var track in tracks)
        {
            for (var i = 0; i < track.Values.Length; i++)
            {
                squares[i % count] += Math.Pow(track.Values[i], 2);
            }
        }

        double frames = tracks.Sum(track => (long)track.Frames);
        return Array.ConvertAll(squares, square => (int)Math.Clamp(Math.Round(spread / Math.Sqrt(Math.Max(square / frames, 1)) * 65536), 1, 1 << 24));
    }

    /// <summary>The features in int8 units but not rounded, with the targets of one class, as the trainer wants them.</summary>
    public ExampleTrack ToExamples(int[] scales, int context, float[] targets)
    {
        var lead = (context - 1) * FeatureCount;
        var features = new float[lead + Values.Length];
        for (var i = 0; i < Values.Length; i++)
        {
            features[lead + i] = Math.Clamp(Values[i] * (float)scales[i % FeatureCount] / 65536, -127, 127);
        }

        return new ExampleTrack(features, targets, FeatureCount);
    }

    /// <summary>The logits that the firmware computes of this track with one class's weights, Q8.</summary>
    public int[] Logits(int[] scales, int context, LogisticWeights weights)
    {
        var quantiser = new FeatureQuantiser(scales);
        var classifier = new LogisticClassifier([weights], context, FeatureCount);
        var frame = new int[FeatureCount];
        var logits = new int[Frames];
        for (var t = 0; t < logits.Length; t++)
        {
            Array.Copy(Values, t * FeatureCount, frame, 0, FeatureCount);
            quantiser.Apply(frame, classifier.Input, classifier.InputOffset);
            classifier.Classify();
            logits[t] = classifier.Logits[0];
        }

        return logits;
    }
}
