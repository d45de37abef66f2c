namespace Esp32Aed.Sensor;

/// <summary>What one session has posted, together.</summary>
public sealed class SessionSum
{
    private int[] counts;

    /// <summary>The record posted last, or null.</summary>
    public CountRecord Newest { get; private set; }

    /// <summary>Time listened to in all of them, microseconds.</summary>
    public long ListenedMicroseconds { get; private set; }

    /// <summary>Events of a class in all of them.</summary>
    public int CountOf(int classIndex) => counts[classIndex];

    /// <summary>A session begins.</summary>
    public void Clear()
    {
        Newest = null;
        counts = null;
        ListenedMicroseconds = 0;
    }

    /// <summary>A record was posted. One of another model begins the sum anew, for its classes are others.</summary>
    public void Add(CountRecord record)
    {
        if (Newest == null || Newest.ModelChecksum != record.ModelChecksum || counts.Length != record.Counts.Length)
        {
            counts = new int[record.Counts.Length];
            ListenedMicroseconds = 0;
        }

        for (var c = 0; c < counts.Length; c++)
        {
            counts[c] += record.Counts[c];
        }

        ListenedMicroseconds += record.ListenedMicroseconds;
        Newest = record;
    }
}
