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
    /// <param name="frame">One frame; see <see cref="StereoFrame"/>.</param>
    public bool IsShut(byte[] frame)
    {
        var first = (short)(frame[2] | (frame[3] << 8));
        var low = first - range;
        var high = first + range;
        for (var at = frame.Length - 6; at >= 2; at -= StereoBytes.BytesPerFrame)
        {
            int sample = (short)(frame[at] | (frame[at + 1] << 8));
            if (sample < low || sample > high)
            {
                return false;
            }
        }

        return true;
    }
}
