using System.Buffers.Binary;
using System.Text;
using Esp32Aed.Detection;

namespace Esp32Aed.Learning;

/// <summary>Writes the model format that <see cref="Model"/> documents and the firmware reads.</summary>
public static class ModelWriter
{
    /// <summary>The file's bytes; <see cref="Model.Parse"/> gives the same model back, with its checksum.</summary>
    public static byte[] ToBytes(Model model)
    {
        var body = new MemoryStream();
        using (var writer = new BinaryWriter(body, Encoding.Unicode))
        {
            writer.Write((ushort)Model.FormatVersion);
            WriteFrontEnd(writer, model.FrontEnd);
            foreach (var scale in model.FeatureScale)
            {
                writer.Write(scale);
            }

            writer.Write((byte)Model.LogisticKind);
            writer.Write(checked((byte)model.Context));
            writer.Write(checked((byte)model.LookAhead));
            writer.Write(checked((byte)model.Labels.Length));
            for (var c = 0; c < model.Labels.Length; c++)
            {
                writer.Write(checked((byte)model.Labels[c].Length));
                writer.Write(model.Labels[c].ToCharArray());
                writer.Write(Array.ConvertAll(model.Classes[c].Weights, weight => unchecked((byte)weight)));
                writer.Write(model.Classes[c].Bias);
                writer.Write(model.Classes[c].Scale);
                WriteDecoder(writer, model.Decoders[c]);
            }
        }

        var content = body.ToArray();
        var file = new byte[12 + content.Length];
        "AED1"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length);
        content.CopyTo(file, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), Crc32.Compute(file, 12, content.Length));
        return file;
    }

    private static void WriteFrontEnd(BinaryWriter writer, FrontEndSettings settings)
    {
        writer.Write(checked((ushort)settings.SampleRate));
        writer.Write(checked((ushort)settings.FrameLength));
        writer.Write(checked((ushort)settings.HopLength));
        writer.Write(checked((byte)(settings.MelEdges.Length - 2)));
        writer.Write(checked((byte)settings.Coefficients));
        foreach (var edge in settings.MelEdges)
        {
            writer.Write(edge);
        }

        writer.Write(checked((byte)settings.FloorLog2));
        writer.Write(checked((ushort)settings.HearingRange));
        writer.Write(checked((ushort)settings.FirstPeak));
        writer.Write(checked((byte)settings.PeakFallShift));
        writer.Write(checked((short)settings.GateRange));
        writer.Write(checked((byte)settings.MeanShift));
        writer.Write(checked((byte)settings.PositiveParts));
    }

    private static void WriteDecoder(BinaryWriter writer, DecoderSettings decoder)
    {
        writer.Write(checked((short)decoder.On));
        writer.Write(checked((short)decoder.Off));
        writer.Write(checked((short)decoder.SplitFall));
        writer.Write(checked((short)decoder.SplitRise));
        writer.Write(checked((byte)decoder.MinimumLength));
        writer.Write(checked((byte)decoder.MinimumGap));
        writer.Write(checked((short)decoder.ShiftMs));
    }
}
