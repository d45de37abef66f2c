namespace Esp32Aed.Detection;

/// <summary>Scales features to int8 and saturates them.</summary>
public sealed class FeatureQuantiser
{
    private readonly int[] scale;

    /// <summary>Makes the stage.</summary>
    /// <param name="scale">int8 units per unit of a Q10 feature, Q16; one a feature.</param>
    public FeatureQuantiser(int[] scale) => this.scale = scale;

    /// <summary>Quantises one frame.</summary>
    /// <param name="features">F features, Q10.</param>
    /// <param name="quantised">Receives F values, -127 to 127.</param>
    public void Apply(int[] features, long[] quantised)
    {
        for (var i = 0; i < scale.Length; i++)
        {
            var scaled = (((long)features[i] * scale[i]) + (1 << 15)) >> 16;
            if (scaled > 127)
            {
                scaled = 127;
            }
            else if (scaled < -127)
            {
                scaled = -127;
            }

            quantised[i] = scaled;
        }
    }
}
