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
        CopyScaled(scales, 1, features.AsSpan(lead), FeatureCount);

        return new ExampleTrack(features, targets, FeatureCount);
    }

    /// <summary>Copies the features in int8 units, not rounded but saturated, times a factor.</summary>
    /// <param name="scales">F scales, as <see cref="Scales"/> gives them.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="to">Receives [frame][feature, padded].</param>
    /// <param name="stride">Features of a frame with padding.</param>
    public void CopyScaled(int[] scales, float factor, Span<float> to, int stride)
    {
        for (var t = 0; t < Frames; t++)
        {
            for (var f = 0; f < FeatureCount; f++)
            {
                to[(t * stride) + f] = factor * Math.Clamp(Values[(t * FeatureCount) + f] * (float)scales[f] / 65536, -127, 127);
            }
        }
    }

    /// <summary>The logits that the firmware computes of this track, Q8.</summary>
    /// <param name="model">The model; its decoders don't matter.</param>
    /// <returns>[class][frame].</returns>
    public int[][] Logits(Model model)
    {
        var quantiser = new FeatureQuantiser(model.FeatureScale);
        var classifier = Classifier.Of(model);
        var frame = new int[FeatureCount];
        var logits = model.Labels.Select(_ => new int[Frames]).ToArray();
        for (var t = 0; t < Frames; t++)
        {
            Array.Copy(Values, t * FeatureCount, frame, 0, FeatureCount);
            quantiser.Apply(frame, classifier.Input);
            classifier.Classify();
            for (var c = 0; c < logits.Length; c++)
            {
                logits[c][t] = classifier.Logits[c];
            }
        }

        return logits;
    }
}
