namespace Esp32Aed.Sensor;

/// <summary>Rates of events, in whole numbers.</summary>
public static class EventRate
{
    private const long MicrosecondsOfAMinute = 60000000;

    /// <summary>Thousandths of an event in a minute listened to; 0 if nothing was listened to.</summary>
    /// <param name="count">Events, fewer than 100 million.</param>
    /// <param name="listenedMicroseconds">Time listened to.</param>
    public static long MilliPerMinute(long count, long listenedMicroseconds) =>
        listenedMicroseconds == 0 ? 0 : ((count * 1000 * MicrosecondsOfAMinute) + (listenedMicroseconds / 2)) / listenedMicroseconds;
}
