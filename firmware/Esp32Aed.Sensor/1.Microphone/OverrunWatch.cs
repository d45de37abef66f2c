namespace Esp32Aed.Sensor;

/// <summary>
/// Notices sound that the I2S driver has dropped without a word: the timer goes on, the samples do not. Before a read more sound than the
/// driver's memory holds can't be waiting, so what exceeds it is lost; and a read that had to wait has caught up with the
/// microphone, so if it is late by the timer, that much is missing. There the two clocks are also set to each other: the I2S clock may be
/// fast or slow by up to 1,000 ppm.
/// </summary>
public sealed class OverrunWatch
{
    private const int SlackMicroseconds = 4000;

    // Longer than the runtime gives another thread (20 ms) between the end of a read and the look at the timer.
    private const int UnrestMicroseconds = 24000;
    private const int HopsToDrift = 1000;

    private readonly long hopMicroseconds;
    private readonly long depthMicroseconds;
    private long reached;

    /// <summary>Makes the watch of a stream of hops.</summary>
    /// <param name="hopMicroseconds">Nominal time of a hop.</param>
    /// <param name="depthMicroseconds">Sound that the driver's memory holds.</param>
    public OverrunWatch(long hopMicroseconds, long depthMicroseconds)
    {
        this.hopMicroseconds = hopMicroseconds;
        this.depthMicroseconds = depthMicroseconds;
    }

    /// <summary>Sound lost since the watch was made, microseconds.</summary>
    public long LostMicroseconds { get; private set; }

    /// <summary>All sound up to now has been read, or is of no interest.</summary>
    /// <param name="now">Reading of the timer.</param>
    public void CatchUp(long now) => reached = now;

    /// <summary>Sound that waits in the driver's memory, microseconds.</summary>
    /// <param name="now">Reading of the timer.</param>
    public long Waiting(long now) => now - reached;

    /// <summary>Call before a hop is read.</summary>
    /// <param name="now">Reading of the timer.</param>
    /// <returns>Whether sound is missing before this hop.</returns>
    public bool BeforeRead(long now)
    {
        var lost = now - reached - depthMicroseconds;
        if (lost <= SlackMicroseconds)
        {
            return false;
        }

        LostMicroseconds += lost;
        reached += lost;
        return true;
    }

    /// <summary>Call after a hop was read.</summary>
    /// <param name="now">Reading of the timer.</param>
    /// <param name="hadToWait">The read had to wait for the hop's last samples.</param>
    /// <returns>Whether sound was missing within this hop, or shortly before.</returns>
    public bool AfterRead(long now, bool hadToWait)
    {
        reached += hopMicroseconds;
        if (!hadToWait)
        {
            return false;
        }

        var late = now - reached;
        if (late > UnrestMicroseconds || late < -UnrestMicroseconds)
        {
            // Early by so much: the memory held more than it was believed to, and less was lost.
            LostMicroseconds = LostMicroseconds + late > 0 ? LostMicroseconds + late : 0;
            reached = now;
            return late > 0;
        }

        var drift = hopMicroseconds / HopsToDrift;
        reached += late < drift ? late : drift;
        return false;
    }
}
