namespace Esp32Aed.Sensor;

/// <summary>
/// How long a burst of listening can be, and when the next one starts, on a processor that takes longer for a hop than the hop lasts.
/// The sound that waits for it grows by 1 - hop / frame time with each hop, until the memory is full. Then a random pause follows, so that no
/// regular sound keeps step with the bursts. Starts depend on the random numbers and on the slowest bursts, not on what
/// is heard: so counts / listened_s is the rate, without bias.
/// </summary>
public sealed class BurstPlan
{
    private const int MostMemories = 8;
    private const int DecayBursts = 32;
    private const int SpareHops = 4;

    private readonly long hopMicroseconds;
    private readonly int memoryHops;
    private readonly int driverHops;
    private long frameMicroseconds;

    /// <summary>Makes the plan.</summary>
    /// <param name="hopMicroseconds">Time of a hop.</param>
    /// <param name="memoryHops">Hops that can wait in memory.</param>
    /// <param name="driverHops">Hops that the driver's memory holds.</param>
    /// <param name="frameMicroseconds">Processing time of a hop, as measured so far.</param>
    public BurstPlan(long hopMicroseconds, int memoryHops, int driverHops, long frameMicroseconds)
    {
        this.hopMicroseconds = hopMicroseconds;
        this.memoryHops = memoryHops;
        this.driverHops = driverHops;
        this.frameMicroseconds = frameMicroseconds;
    }

    /// <summary>The processor has become fast enough, with room to spare, to listen all the time.</summary>
    public bool IsOver => frameMicroseconds < hopMicroseconds * 4 / 5;

    /// <summary>A frame takes so long that the whole burst must be in memory before the first is processed.</summary>
    public bool IsHeardFirst => frameMicroseconds * 2 > driverHops * hopMicroseconds;

    /// <summary>Hops of a burst.</summary>
    public int Hops
    {
        get
        {
            if (IsHeardFirst)
            {
                return memoryHops;
            }

            var most = MostMemories * memoryHops;
            var growth = frameMicroseconds - hopMicroseconds;
            if (growth <= 0)
            {
                return most;
            }

            var hops = memoryHops * frameMicroseconds / growth;
            return hops < most ? (int)hops : most;
        }
    }

    /// <summary>Time of a burst with its processing, microseconds.</summary>
    public long BusyMicroseconds =>
        (Hops * frameMicroseconds) + ((IsHeardFirst ? Hops + SpareHops : SpareHops) * hopMicroseconds);

    /// <summary>Takes in what a burst has taken: slower ones at once, faster ones over many bursts.</summary>
    /// <param name="burstFrameMicroseconds">Mean processing time of its hops.</param>
    public void Learn(long burstFrameMicroseconds)
    {
        frameMicroseconds -= frameMicroseconds / DecayBursts;
        if (burstFrameMicroseconds > frameMicroseconds)
        {
            frameMicroseconds = burstFrameMicroseconds;
        }
    }

    /// <summary>When the next burst starts.</summary>
    /// <param name="lastStart">When the last one started, by the timer.</param>
    /// <param name="now">Reading of the timer.</param>
    /// <param name="random">Uniform from 0 to 1.</param>
    public long NextStart(long lastStart, long now, double random)
    {
        var busy = BusyMicroseconds;
        var earliest = lastStart + busy > now ? lastStart + busy : now;
        return earliest + (long)(random * (busy / 4));
    }
}
