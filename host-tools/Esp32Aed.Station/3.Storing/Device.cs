namespace Esp32Aed.Station;

/// <summary>A device that the store knows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TokenHash">SHA-256 of its token, hexadecimal; null when it never had one.</param>
/// <param name="Key">HMAC key of its updates, hexadecimal; null when it never had one.</param>
/// <param name="IsRevoked">It may not post.</param>
/// <param name="CreatedMilliseconds">When it became known; since 1970 UTC.</param>
/// <param name="LastSeenMilliseconds">When it last posted, also if the record was repeated; null if never.</param>
/// <param name="PostGapMilliseconds">Time between its posts, smoothed; null before the second.</param>
/// <param name="LastRecord">The record with its largest boot and sequence, as JSON; null if none.</param>
public sealed record Device(string Name, string? TokenHash, string? Key, bool IsRevoked, long CreatedMilliseconds, long? LastSeenMilliseconds, long? PostGapMilliseconds, string? LastRecord);

/// <summary>Length of a bucket of sums, in seconds.</summary>
public enum BucketSize
{
    /// <summary>A minute.</summary>
    Minute = 60,

    /// <summary>An hour.</summary>
    Hour = 3600,

    /// <summary>A day, UTC.</summary>
    Day = 86400,
}

/// <summary>Sums of the records that begin in one bucket.</summary>
/// <param name="StartMilliseconds">Start of the bucket, since 1970 UTC.</param>
/// <param name="Count">Events.</param>
/// <param name="ListenedMilliseconds">Time listened to.</param>
/// <param name="LengthMilliseconds">Length of the records; more than the bucket's where a long record begins in it.</param>
/// <param name="LostMilliseconds">Time lost to overruns.</param>
/// <param name="Records">Records.</param>
public readonly record struct SumBucket(long StartMilliseconds, long Count, long ListenedMilliseconds, long LengthMilliseconds, long LostMilliseconds, long Records);

/// <summary>Sums of one device and label.</summary>
/// <param name="Device">Its name.</param>
/// <param name="Label">The class; empty for all together.</param>
/// <param name="Count">Events.</param>
/// <param name="ListenedMilliseconds">Time listened to by records that have the label.</param>
/// <param name="LengthMilliseconds">Their length.</param>
/// <param name="LostMilliseconds">Time lost to overruns.</param>
/// <param name="Records">Their number.</param>
public readonly record struct DeviceSum(string Device, string Label, long Count, long ListenedMilliseconds, long LengthMilliseconds, long LostMilliseconds, long Records);
