namespace Esp32Aed.Station;

/// <summary>
/// Where records are kept, each once. <see cref="Insert"/> and <see cref="Retire"/> are called by one thread at a time; everything else by any.
/// Whatever fails because of the store throws a <see cref="StoreException"/>, and works again once the store does.
/// </summary>
public interface IRecordStore : IDisposable
{
    /// <summary>The store in a few words, without a password.</summary>
    string Name { get; }

    /// <summary>Connects, and brings the tables to this version.</summary>
    void Open();

    /// <summary>Stores what is new, with its sums, in one transaction that is on disk when this returns.</summary>
    /// <param name="records">A device that is not known yet becomes known.</param>
    /// <returns>For each record, whether it was new: a repeated one is stored already.</returns>
    bool[] Insert(IReadOnlyList<SensorRecord> records);

    /// <summary>
    /// Deletes records that begin before a time; sums, and the knowledge of what was stored, stay.
    /// </summary>
    /// <param name="beforeMilliseconds">Since 1970 UTC.</param>
    /// <returns>Records deleted.</returns>
    long Retire(long beforeMilliseconds);

    /// <summary>All devices, by name.</summary>
    IReadOnlyList<Device> Devices();

    /// <summary>Adds a device, or gives an existing one a new token and key; it may post again if it was revoked.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tokenHash">SHA-256 of the token, hexadecimal.</param>
    /// <param name="key">HMAC key, hexadecimal.</param>
    void SetDevice(string name, string tokenHash, string key);

    /// <summary>Takes a device's token away; what it posted stays.</summary>
    /// <returns>Whether there is such a device.</returns>
    bool Revoke(string name);

    /// <summary>Sums of a device between two times.</summary>
    /// <param name="device">Its name.</param>
    /// <param name="label">A class, or empty for all together.</param>
    /// <param name="size">Length of a bucket.</param>
    /// <param name="from">First bucket's start is at or after this; milliseconds since 1970 UTC.</param>
    /// <param name="until">Last bucket's start is before this.</param>
    /// <returns>Buckets with records, ascending; a record is in the bucket in which it begins.</returns>
    IReadOnlyList<SumBucket> Buckets(string device, string label, BucketSize size, long from, long until);

    /// <summary>Sums between two times, for each device and label; label empty is all together.</summary>
    /// <param name="size">The buckets to add up: days, or hours where the times are no whole days.</param>
    /// <param name="from">Milliseconds since 1970 UTC.</param>
    /// <param name="until">Not included.</param>
    IReadOnlyList<DeviceSum> Totals(BucketSize size, long from, long until);

    /// <summary>Labels that a device, or any, has ever counted.</summary>
    IReadOnlyList<string> Labels(string? device);

    /// <summary>Records of a device, or of all, that begin between two times, in the order of their beginning; read as they are asked for.</summary>
    IEnumerable<SensorRecord> Records(string? device, long from, long until);
}
