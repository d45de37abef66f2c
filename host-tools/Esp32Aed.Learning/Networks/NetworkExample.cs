using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Networks;

/// <summary>One variant of a recording, as the trainer takes it.</summary>
/// <param name="Features">
/// [frames of zeros, then the frames][feature, padded], in units of <see cref="FloatNetwork.Unit"/>. The zeros are one frame fewer than the longest context in which
/// it is heard.
/// </param>
/// <param name="Targets">[frame][class]: 1 where the logit should be high, else 0.</param>
/// <param name="Frames">Number of frames.</param>
internal sealed record NetworkExample(float[] Features, float[] Targets, int Frames)
{
    /// <summary>Makes it of a recording's features.</summary>
    /// <param name="track">The features.</param>
    /// <param name="scales">Their scales, as the model holds them.</param>
    /// <param name="context">Most frames that a logit depends on.</param>
    /// <param name="targets">[class][frame].</param>
    public static NetworkExample Of(FeatureTrack track, int[] scales, int context, float[][] targets)
    {
        var stride = FloatLayer.Stride(track.FeatureCount);
        var features = new float[(context - 1 + track.Frames) * stride];
        track.CopyScaled(scales, 1 / FloatNetwork.Unit, features.AsSpan((context - 1) * stride), stride);
        var wanted = new float[track.Frames * targets.Length];
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] = targets[i % targets.Length][i / targets.Length];
        }

        return new NetworkExample(features, wanted, track.Frames);
    }

    /// <summary>What some frames are judged by, with the context before them.</summary>
    /// <param name="network">The network that judges them.</param>
    /// <param name="from">The first frame.</param>
    /// <param name="frames">Number of frames.</param>
    public ReadOnlySpan<float> Inputs(FloatNetwork network, int from, int frames)
    {
        var stride = network.Layers[0].InputStride;
        var reach = network.Shape.Context - 1;
        return Features.AsSpan(Features.Length - ((Frames - from + reach) * stride), (frames + reach) * stride);
    }
}
