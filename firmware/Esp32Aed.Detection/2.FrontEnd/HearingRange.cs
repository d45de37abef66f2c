namespace Esp32Aed.Detection;

/// <summary>
/// Stage 6 of the front end: what lies further below the recent peak than the hearing range is not heard, it is raised to that threshold. The
/// threshold moves with the sound, so a microphone's gain does not decide what is heard.
/// </summary>
/// <remarks>
/// The peak follows the loudest band: half of a rise at once, and it falls by 1/2^s of its distance a frame.
/// </remarks>
public sealed class HearingRange
{
    private const int StateBits = 8;
    private const int RiseShift = 1;

    private readonly int range;
    private readonly int fallShift;
    private int peak;

    /// <summary>Makes the stage.</summary>
    /// <param name="settings">Range, first peak and how fast it falls.</param>
    public HearingRange(FrontEndSettings settings)
    {
        range = settings.HearingRange;
        fallShift = settings.PeakFallShift;
        peak = settings.FirstPeak << StateBits;
    }

    /// <summary>The loudest band of the last frame less the recent peak, Q10 bits.</summary>
    public int Loudness { get; private set; }

    /// <summary>Applies the range to one frame.</summary>
    /// <param name="logMel">B values above the absolute floor, Q10; those below the threshold are raised to it.</param>
    public void Apply(int[] logMel)
    {
        var loudest = 0;
        for (var b = 0; b < logMel.Length; b++)
        {
            if (logMel[b] > loudest)
            {
                loudest = logMel[b];
            }
        }

        var threshold = Follow(loudest);
        for (var b = 0; b < logMel.Length; b++)
        {
            if (logMel[b] < threshold)
            {
                logMel[b] = threshold;
            }
        }
    }

    /// <summary>Lets the recent peak follow one frame.</summary>
    /// <param name="loudest">The loudest band's log-mel value, Q10.</param>
    /// <returns>The threshold: what lies below it is to be raised to it.</returns>
    public int Follow(int loudest)
    {
        var away = (loudest << StateBits) - peak;
        peak += away >> (away > 0 ? RiseShift : fallShift);
        Loudness = loudest - (peak >> StateBits);
        return (peak >> StateBits) - range;
    }
}
