namespace Esp32Aed.Detection;

/// <summary>
/// Tells frames in which nothing is to be heard, so that the spectrum need not be computed: it is taken as zero in every band. The range is
/// measured around the frame's first sample, so a constant offset of the microphone does not hold the gate open.
/// </summary>
public sealed class SilenceGate
{
    private readonly int range;

    /// <summary>Makes the gate.</summary>
    /// <param name="range">Largest distance from the frame's first sample that is still silence, in units of a sample; below 0 it never shuts.</param>
    public SilenceGate(int range) => this.range = range;

    /// <summary>Whether the gate is shut for this frame. Stops looking at the first sample that is not silence.</summary>
    public bool IsShut(short[] samples)
    {
        var low = samples[0] - range;
        var high = samples[0] + range;
        for (var n = samples.Length - 1; n >= 0; n--)
        {
            int sample = samples[n];
            if (sample < low || sample > high)
            {
                return false;
            }
        }

        return true;
    }
}
