using Esp32Aed.Detection;

namespace Esp32Aed.Sensor;

/// <summary>What many records have in common, written once for all of them: device, model and the names of the classes.</summary>
public sealed class LabelSet
{
    private LabelSet(string device, uint modelChecksum, string[] labels)
    {
        Device = device;
        ModelChecksum = modelChecksum;
        Labels = labels;
        var bytes = new ByteWriter();
        WriteTo(bytes);
        Tag = Crc32.Compute(bytes.Buffer, 0, bytes.Length);
    }

    /// <summary>Name of the device.</summary>
    public string Device { get; }

    /// <summary>CRC-32 of the model.</summary>
    public uint ModelChecksum { get; }

    /// <summary>Names of the classes.</summary>
    public string[] Labels { get; }

    /// <summary>CRC-32 of all that; records refer to it.</summary>
    public uint Tag { get; }

    /// <summary>That of a record.</summary>
    public static LabelSet Of(CountRecord record) => new LabelSet(record.Device, record.ModelChecksum, record.Labels);

    /// <summary>Reads one, or null if it is not whole.</summary>
    public static LabelSet Read(ByteReader bytes)
    {
        var device = bytes.ReadText();
        var checksum = bytes.ReadUInt32();
        var labels = new string[bytes.ReadCount()];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = bytes.ReadText();
        }

        return bytes.IsTorn ? null : new LabelSet(device, checksum, labels);
    }

    /// <summary>Writes it.</summary>
    public void WriteTo(ByteWriter bytes)
    {
        bytes.WriteText(Device);
        bytes.WriteUInt32(ModelChecksum);
        bytes.WriteNumber(Labels.Length);
        foreach (var label in Labels)
        {
            bytes.WriteText(label);
        }
    }

    /// <summary>A record has these.</summary>
    public bool IsOf(CountRecord record)
    {
        if (record.ModelChecksum != ModelChecksum || record.Device != Device || record.Labels.Length != Labels.Length)
        {
            return false;
        }

        for (var i = 0; i < Labels.Length; i++)
        {
            if (record.Labels[i] != Labels[i])
            {
                return false;
            }
        }

        return true;
    }
}
