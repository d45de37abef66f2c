namespace Esp32Aed.Sensor;

/// <summary>A record in the journal, without what its <see cref="LabelSet"/> says: some 35 bytes.</summary>
public static class RecordBytes
{
    /// <summary>Writes a record.</summary>
    public static void Write(ByteWriter bytes, CountRecord record)
    {
        bytes.WriteNumber(record.Records);
        bytes.WriteNumber(record.Boot);
        bytes.WriteNumber(record.Sequence);
        bytes.WriteNumber(record.Era);
        bytes.WriteNumber(record.StartMicroseconds);
        bytes.WriteNumber(record.LengthMicroseconds);
        bytes.WriteNumber(record.ListenedMicroseconds);
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
        var record = new CountRecord
        {
            Device = set.Device,
            ModelChecksum = set.ModelChecksum,
            Labels = set.Labels,
            Records = bytes.ReadInt32(),
            Boot = bytes.ReadInt32(),
            Sequence = bytes.ReadInt32(),
            Era = bytes.ReadInt32(),
            StartMicroseconds = bytes.ReadNumber(),
            LengthMicroseconds = bytes.ReadNumber(),
            ListenedMicroseconds = bytes.ReadNumber(),
            LostMicroseconds = bytes.ReadNumber(),
            LoadPermille = bytes.ReadInt32(),
            MeanPeak = bytes.ReadSigned(),
            BatteryMillivolts = bytes.ReadInt32(),
            Rssi = bytes.ReadSigned(),
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
