namespace Esp32Aed.Learning.Training;

/// <summary>A classifier before it is quantised.</summary>
public interface IFloatClassifier
{
    /// <summary>Its logits.</summary>
    /// <param name="track">Features of a recording.</param>
    /// <param name="scales">Scales of the features, as the model holds them.</param>
    /// <returns>[class][frame].</returns>
    float[][] Logits(FeatureTrack track, int[] scales);
}
