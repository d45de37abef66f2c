using System;

namespace Esp32Aed.Sensor;

/// <summary>
/// What Brewfather has not been told yet, and when it was last told anything; it survives restarts. Layout, little-endian: time of the last
/// try (UTC ticks, 8 bytes), events (8), time listened to (microseconds, 8), then boot and sequence (4 and 4) of the last records gathered,
/// newest first: as many as can be sent again because their sender did not learn that they had arrived.
/// </summary>
public sealed class BrewfatherGathering
{
    private const int KnownRecords = 8;
    private const int KnownAt = 24;
    private const int RecordBytes = 8;
    private const int Bytes = KnownAt + (KnownRecords * RecordBytes);

    private readonly StateFile state;
    private byte[] bytes;

    /// <summary>Reads what was gathered before.</summary>
    public BrewfatherGathering(StateFile state)
    {
        this.state = state;
        bytes = state.Read();
        if (bytes == null || bytes.Length != Bytes)
        {
            bytes = new byte[Bytes];
        }
    }

    /// <summary>When a value was last posted, or tried to be; UTC ticks, 0 if never.</summary>
    public long TriedTicks => BitConverter.ToInt64(bytes, 0);

    /// <summary>Events of the first class.</summary>
    public long Count => BitConverter.ToInt64(bytes, 8);

    /// <summary>Time listened to, microseconds.</summary>
    public long ListenedMicroseconds => BitConverter.ToInt64(bytes, 16);

    /// <summary>Adds a record, unless it was added before.</summary>
    /// <exception cref="System.IO.IOException">The drive refuses, and nothing was added.</exception>
    public void Add(CountRecord record)
    {
        for (var at = KnownAt; at < Bytes; at += RecordBytes)
        {
            if (BitConverter.ToInt32(bytes, at) == record.Boot && BitConverter.ToInt32(bytes, at + 4) == record.Sequence)
            {
                return;
            }
        }

        var next = With(TriedTicks, Count + record.Counts[0], ListenedMicroseconds + record.ListenedMicroseconds);
        Array.Copy(bytes, KnownAt, next, KnownAt + RecordBytes, Bytes - KnownAt - RecordBytes);
        Array.Copy(BitConverter.GetBytes(record.Boot), 0, next, KnownAt, 4);
        Array.Copy(BitConverter.GetBytes(record.Sequence), 0, next, KnownAt + 4, 4);
        Keep(next);
    }

    /// <summary>A value is about to be posted.</summary>
    /// <param name="utcTicks">The time.</param>
    /// <exception cref="System.IO.IOException">The drive refuses; then nothing may be posted.</exception>
    public void Try(long utcTicks) => Keep(With(utcTicks, Count, ListenedMicroseconds));

    /// <summary>The value has arrived.</summary>
    /// <exception cref="System.IO.IOException">The drive refuses; the same goes into the next value again.</exception>
    public void Clear() => Keep(With(TriedTicks, 0, 0));

    private byte[] With(long triedTicks, long count, long listened)
    {
        var next = new byte[Bytes];
        Array.Copy(BitConverter.GetBytes(triedTicks), 0, next, 0, 8);
        Array.Copy(BitConverter.GetBytes(count), 0, next, 8, 8);
        Array.Copy(BitConverter.GetBytes(listened), 0, next, 16, 8);
        Array.Copy(bytes, KnownAt, next, KnownAt, Bytes - KnownAt);
        return next;
    }

    private void Keep(byte[] next)
    {
        state.Write(next);
        bytes = next;
    }
}
