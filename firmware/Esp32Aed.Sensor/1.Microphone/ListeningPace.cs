using System.Threading;
using nanoFramework.Hardware.Esp32;

namespace Esp32Aed.Sensor;

/// <summary>
/// Leaves the processor to the other threads between hops. An I2S read stops all managed threads until its samples are there, so it
/// must begin only shortly before they are. Wake-ups that find the samples waiting come 1 ms earlier the next time, and one that
/// has to wait sets the rhythm anew: the pace follows the I2S clock, whatever its true rate.
/// </summary>
public sealed class ListeningPace
{
    private const int MarginMicroseconds = 1000;
    private const int BlockedMicroseconds = 500;

    private readonly long hopMicroseconds;
    private long due;
    private long readBegan;

    /// <summary>Makes the pace of a stream of hops.</summary>
    /// <param name="hopMicroseconds">Nominal time from one hop to the next.</param>
    public ListeningPace(long hopMicroseconds) => this.hopMicroseconds = hopMicroseconds;

    /// <summary>Reading of the timer when the last read began, microseconds.</summary>
    public long ReadBegan => readBegan;

    /// <summary>Reading of the timer when the last read ended, microseconds.</summary>
    public long ReadEnded { get; private set; }

    /// <summary>The last read had to wait for its samples: nothing was left in the driver's memory.</summary>
    public bool HadToWait { get; private set; }

    /// <summary>Call before a read: sleeps until the hop is about to be complete.</summary>
    public void BeforeRead()
    {
        var ahead = due - (long)HighResTimer.GetCurrent() - MarginMicroseconds;
        if (ahead >= 1000)
        {
            Thread.Sleep((int)(ahead / 1000));
        }

        readBegan = (long)HighResTimer.GetCurrent();
    }

    /// <summary>Call after a read: works out when the next hop will be complete.</summary>
    public void AfterRead()
    {
        var now = (long)HighResTimer.GetCurrent();
        ReadEnded = now;
        HadToWait = now - readBegan >= BlockedMicroseconds;
        due = HadToWait
            ? now + hopMicroseconds
            : due + hopMicroseconds - MarginMicroseconds;
    }
}
