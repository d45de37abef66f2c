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
            writer.Write((ushort)(model.Judge is null ? Model.FormatVersion : Model.JudgedVersion));
            WriteFrontEnd(writer, model.FrontEnd);
            foreach (var scale in model.FeatureScale)
            {
                writer.Write(scale);
            }

            WriteClassifier(writer, model);
            writer.Write(checked((byte)model.Labels.Length));
            for (var c = 0; c < model.Labels.Length; c++)
            {
                writer.Write(checked((byte)model.Labels[c].Length));
                writer.Write(model.Labels[c].ToCharArray());
                if (model.Network is { } network)
                {
                    writer.Write(network.Scales[c]);
                }
                else
                {
                    WriteLogistic(writer, model.Logistic[c]);
                }

                WriteDecoder(writer, model.Decoders[c]);
            }

            if (model.Judge is { } judge)
            {
                WriteJudge(writer, judge);
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
        writer.Write(settings.HasSharedMean);
        writer.Write(checked((byte)settings.PositiveParts));
    }

    private static void WriteClassifier(BinaryWriter writer, Model model)
    {
        if (model.Network is not { } network)
        {
            writer.Write((byte)Model.LogisticKind);
            writer.Write(checked((byte)model.Context));
            writer.Write(checked((byte)model.LookAhead));
            return;
        }

        writer.Write((byte)Model.NetworkKind);
        writer.Write(checked((byte)model.LookAhead));
        writer.Write(checked((byte)network.Layers.Length));
        foreach (var layer in network.Layers)
        {
            writer.Write(checked((byte)layer.Kernel));
            writer.Write(checked((byte)layer.Dilation));
            writer.Write(checked((byte)layer.Outputs));
            writer.Write(checked((byte)layer.Shift));
            foreach (var bias in layer.Biases)
            {
                writer.Write(bias);
            }

            WriteWeights(writer, layer.Weights);
        }
    }

    private static void WriteJudge(BinaryWriter writer, JudgeWeights judge)
    {
        foreach (var value in judge.Centres.Concat(judge.Scales))
        {
            writer.Write(value);
        }

        foreach (var ofClass in judge.Classes)
        {
            WriteLogistic(writer, ofClass);
        }
    }

    private static void WriteLogistic(BinaryWriter writer, LogisticWeights weights)
    {
        WriteWeights(writer, weights.Weights);
        writer.Write(weights.Bias);
        writer.Write(weights.Scale);
    }

    private static void WriteWeights(BinaryWriter writer, sbyte[] weights) =>
        writer.Write(Array.ConvertAll(weights, weight => unchecked((byte)weight)));

    private static void WriteDecoder(BinaryWriter writer, DecoderSettings decoder)
    {
        writer.Write(checked((short)decoder.On));
        writer.Write(checked((short)decoder.Off));
        writer.Write(checked((short)decoder.SplitFall));
        writer.Write(checked((short)decoder.SplitRise));
        writer.Write(checked((byte)decoder.MinimumLength));
        writer.Write(checked((byte)decoder.MinimumGap));
        writer.Write(checked((byte)decoder.Smoothing));
        writer.Write(checked((short)decoder.ShiftMs));
    }
}
