namespace Esp32Aed.Sensor;

/// <summary>
/// When to wake next. From the start of one time of listening to the next it is the asked period on average, drawn at random from half to one and a half
/// of it: so no regular sound keeps step with the sensor, and counts / listened_s stays the rate.
/// </summary>
public static class WakePlan
{
    private const long Second = 1000000;
    private const int SpareSeconds = 30;
    private const int MinutesOfADay = 1440;

    /// <summary>Time to sleep until the next wake, microseconds, 1 second or more.</summary>
    /// <param name="power">Listening time, period and quiet hours.</param>
    /// <param name="listenedAt">When the last time of listening began, device time in microseconds.</param>
    /// <param name="now">Device time, microseconds.</param>
    /// <param name="localMinute">Minute of the local day, or -1 where it is not known; then there are no quiet hours.</param>
    /// <param name="random">Uniform from 0 to 1.</param>
    public static long Sleep(PowerSettings power, long listenedAt, long now, int localMinute, double random)
    {
        var wake = now;
        if (power.Sleeps)
        {
            var free = power.EverySeconds - power.ListenSeconds - SpareSeconds;
            var spread = free < power.EverySeconds / 2 ? free : power.EverySeconds / 2;
            wake = listenedAt + (power.EverySeconds * Second) + (long)(((2 * random) - 1) * spread * Second);
            wake = wake < now ? now : wake;
        }

        if (power.HasQuietHours && localMinute >= 0)
        {
            var minuteThen = (int)((localMinute + ((wake - now) / (60 * Second))) % MinutesOfADay);
            wake += QuietMinutesLeft(power, minuteThen) * 60 * Second;
        }

        return wake - now < Second ? Second : wake - now;
    }

    /// <summary>Minutes until the quiet hours are over, or 0 outside of them.</summary>
    /// <param name="power">The quiet hours.</param>
    /// <param name="localMinute">Minute of the local day, or -1 where it is not known.</param>
    public static int QuietMinutesLeft(PowerSettings power, int localMinute)
    {
        if (!power.HasQuietHours || localMinute < 0)
        {
            return 0;
        }

        var length = (power.QuietToMinute - power.QuietFromMinute + MinutesOfADay) % MinutesOfADay;
        var since = (localMinute - power.QuietFromMinute + MinutesOfADay) % MinutesOfADay;
        return since < length ? length - since : 0;
    }
}
