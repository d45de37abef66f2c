using System.Buffers.Binary;

namespace Esp32Aed.Tflite;

/// <summary>A tensor of a model: its shape, and its numbers where they are fixed.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Size of each index.</param>
/// <param name="Constant">Its numbers; null where operators compute them.</param>
internal sealed record TfliteTensor(string Name, int[] Shape, Values? Constant)
{
    private const int Float32 = 0;
    private const int Float16 = 1;
    private const int Int32 = 2;
    private const int UInt8 = 3;
    private const int Int64 = 4;
    private const int Int16 = 7;
    private const int Complex64 = 8;
    private const int Int8 = 9;

    /// <summary>Reads it from the file's table.</summary>
    /// <param name="table">The tensor's table.</param>
    /// <param name="buffers">The file's buffers.</param>
    public static TfliteTensor Read(FlatTable table, FlatTable[] buffers)
    {
        var shape = table.Ints(0);
        var type = table.Byte(1);
        var name = table.Text(3);
        var buffer = table.Int(2);
        var data = buffer >= 0 && buffer < buffers.Length ? buffers[buffer].Bytes(0) : throw new InvalidDataException($"tensor '{name}' is in buffer {buffer}, which is not there");
        if (type is not (Float32 or Float16 or Int32 or UInt8 or Int64 or Int16 or Complex64 or Int8))
        {
            throw new NotSupportedException($"tensor '{name}' has numbers of type {type}, which is not known here");
        }

        return new TfliteTensor(name, shape, data.IsEmpty ? null : new Values(shape, Dequantised(name, shape, type, data.Span, table.Table(4))));
    }

    private static float[] Dequantised(string name, int[] shape, int type, ReadOnlySpan<byte> data, FlatTable? quantisation)
    {
        var size = type switch { Int8 or UInt8 => 1, Int16 or Float16 => 2, Int64 or Complex64 => 8, _ => 4 };
        var values = new float[Values.Count(shape)];
        if (type == Complex64 || data.Length != (long)size * values.Length)
        {
            throw new InvalidDataException($"tensor '{name}' of {string.Join(" x ", shape)} numbers has {data.Length} bytes");
        }

        var scales = quantisation?.Floats(2) ?? [];
        var zeros = quantisation?.Longs(3) ?? [];
        var axis = quantisation?.Int(6) ?? 0;
        var perChannel = scales.Length > 1;
        if (perChannel && (axis < 0 || axis >= shape.Length || shape[axis] != scales.Length))
        {
            throw new InvalidDataException($"tensor '{name}' of {string.Join(" x ", shape)} numbers has {scales.Length} scales");
        }

        var inner = perChannel ? Values.Count(shape.AsSpan(axis + 1)) : 1;
        for (var i = 0; i < values.Length; i++)
        {
            var raw = data.Slice(i * size, size);
            double value = type switch
            {
                Float32 => BinaryPrimitives.ReadSingleLittleEndian(raw),
                Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(raw),
                Int8 => (sbyte)raw[0],
                UInt8 => raw[0],
                Int16 => BinaryPrimitives.ReadInt16LittleEndian(raw),
                Int64 => BinaryPrimitives.ReadInt64LittleEndian(raw),
                _ => BinaryPrimitives.ReadInt32LittleEndian(raw),
            };
            if (scales.Length > 0)
            {
                var channel = perChannel ? i / inner % scales.Length : 0;
                value = (value - (channel < zeros.Length ? zeros[channel] : 0)) * scales[channel];
            }

            values[i] = (float)value;
        }

        return values;
    }
}
