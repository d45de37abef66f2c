namespace Esp32Aed.Sensor;

/// <summary>How long the processing of a hop of sound takes, compared to the hop itself.</summary>
public sealed class ProcessorLoad
{
    private const int SmoothedFrames = 32;

    // A single stall must not look like a slow processor.
    private const int LongestHops = 4;

    private readonly long hopMicroseconds;
    private long smoothed;
    private long total;
    private long frames;

    /// <summary>Makes the measurement.</summary>
    /// <param name="hopMicroseconds">Time of a hop.</param>
    public ProcessorLoad(long hopMicroseconds) => this.hopMicroseconds = hopMicroseconds;

    /// <summary>Lately a hop took longer than itself, or as good as: sound will be lost.</summary>
    public bool IsTooHigh => smoothed >= hopMicroseconds - (hopMicroseconds / 50);

    /// <summary>Recent processing time of a hop, microseconds.</summary>
    public long FrameMicroseconds => smoothed;

    /// <summary>Load since the last <see cref="Clear"/>, in thousandths.</summary>
    public int Permille => frames == 0 ? 0 : (int)(total * 1000 / (frames * hopMicroseconds));

    /// <summary>Adds one hop.</summary>
    /// <param name="microseconds">Time its processing took.</param>
    public void Add(long microseconds)
    {
        total += microseconds;
        frames++;
        var longest = LongestHops * hopMicroseconds;
        smoothed += ((microseconds < longest ? microseconds : longest) - smoothed) / SmoothedFrames;
    }

    /// <summary>Adds the hops of a burst.</summary>
    /// <param name="hops">Their number, 1 or more.</param>
    /// <param name="microseconds">Time their processing took.</param>
    public void AddBurst(int hops, long microseconds)
    {
        total += microseconds;
        frames += hops;
        smoothed = microseconds / hops;
    }

    /// <summary>Starts the next interval.</summary>
    public void Clear()
    {
        total = 0;
        frames = 0;
    }
}
