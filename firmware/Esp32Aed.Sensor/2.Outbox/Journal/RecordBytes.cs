namespace Esp32Aed.Sensor;

/// <summary>A record in the journal, without its number and what its <see cref="LabelSet"/> says: some 35 bytes. The era is kept as the starts since it began, the time listened to as what is missing of the length.</summary>
public static class RecordBytes
{
    /// <summary>Writes a record.</summary>
    public static void Write(ByteWriter bytes, CountRecord record)
    {
        bytes.WriteNumber(record.Records);
        bytes.WriteNumber(record.Boot);
        bytes.WriteSigned(record.Boot - record.Era);
        bytes.WriteNumber(record.StartMicroseconds);
        bytes.WriteNumber(record.LengthMicroseconds);
        bytes.WriteSigned(record.LengthMicroseconds - record.ListenedMicroseconds);
        bytes.WriteNumber(record.LostMicroseconds);
        bytes.WriteNumber(record.LoadPermille);
        bytes.WriteSigned(record.MeanPeak);
        bytes.WriteNumber(record.BatteryMillivolts);
        bytes.WriteSigned(record.Rssi);
        bytes.WriteByte(record.ResetReason);
        foreach (var count in record.Counts)
        {
            bytes.WriteNumber(count);
        }
    }

    /// <summary>Reads a record, or null if it is not whole.</summary>
    public static CountRecord Read(ByteReader bytes, LabelSet set)
    {
        var records = bytes.ReadInt32();
        var boot = bytes.ReadInt32();
        var era = boot - (int)bytes.ReadSigned();
        var start = bytes.ReadNumber();
        var length = bytes.ReadNumber();
        var record = new CountRecord
        {
            Device = set.Device,
            ModelChecksum = set.ModelChecksum,
            Labels = set.Labels,
            Records = records,
            Boot = boot,
            Era = era,
            StartMicroseconds = start,
            LengthMicroseconds = length,
            ListenedMicroseconds = length - bytes.ReadSigned(),
            LostMicroseconds = bytes.ReadNumber(),
            LoadPermille = bytes.ReadInt32(),
            MeanPeak = (int)bytes.ReadSigned(),
            BatteryMillivolts = bytes.ReadInt32(),
            Rssi = (int)bytes.ReadSigned(),
            ResetReason = (byte)bytes.ReadByte(),
            Counts = new int[set.Labels.Length],
        };
        for (var c = 0; c < record.Counts.Length; c++)
        {
            record.Counts[c] = bytes.ReadInt32();
        }

        return bytes.IsTorn ? null : record;
    }
}
