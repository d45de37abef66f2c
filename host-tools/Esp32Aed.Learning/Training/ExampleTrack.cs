namespace Esp32Aed.Learning.Training;

/// <summary>
/// The features of one recording with what the classifier should say about them. Contexts overlap, so they are slices of one array:
/// the context of frame t starts at t * F and is C * F long.
/// </summary>
/// <param name="Features">(frames + C - 1) * F features in int8 units, oldest frame first; the first C - 1 frames are zeros.</param>
/// <param name="Targets">Per frame: 1 where its context is about an onset, else 0.</param>
/// <param name="FeatureCount">F.</param>
public sealed record ExampleTrack(float[] Features, float[] Targets, int FeatureCount)
{
    /// <summary>Number of frames.</summary>
    public int Frames => Targets.Length;

    /// <summary>The context of a frame: C * F features.</summary>
    public ReadOnlySpan<float> Context(int frame, int length) => Features.AsSpan(frame * FeatureCount, length);
}
