namespace Esp32Aed.Detection;

/// <summary>Reads the format that <see cref="Model"/> describes. Every field is checked: what passes can be run.</summary>
internal sealed class ModelReader
{
    private const int HeaderBytes = 12;

    private readonly byte[] file;
    private int at;

    public ModelReader(byte[] file) => this.file = file;

    public Model Read()
    {
        var model = new Model { Checksum = ReadHeader() };
        model.FrontEnd = ReadFrontEnd();
        model.FeatureScale = ReadScales(model.FrontEnd.FeatureCount);
        Expect(Byte() == Model.LogisticKind, "the kind of classifier is unknown to this firmware");
        model.Context = Byte();
        model.LookAhead = Byte();
        Expect(model.Context >= 1 && model.LookAhead < model.Context, "the look-ahead exceeds the context");
        ReadClasses(model);
        Expect(at == file.Length, "bytes follow its end");
        return model;
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new ModelFormatException("model file: " + otherwise);
        }
    }

    private uint ReadHeader()
    {
        Expect(
            file.Length >= HeaderBytes && file[0] == 'A' && file[1] == 'E' && file[2] == 'D' && file[3] == '1',
            "it does not start with AED1, so it is not a model");
        at = 4;
        var length = Int();
        Expect(length == file.Length, "it has " + file.Length + " bytes and should have " + length + "; copy it again");
        Expect(length <= Model.MaximumBytes, "it is larger than " + Model.MaximumBytes + " bytes");
        var checksum = (uint)Int();
        Expect(
            checksum == Crc32.Compute(file, HeaderBytes, file.Length - HeaderBytes),
            "its checksum is wrong, so it is damaged; copy it again");
        var version = Short();
        Expect(version == Model.FormatVersion, "its format is version " + version + ", this reads version " + Model.FormatVersion);
        return checksum;
    }

    private FrontEndSettings ReadFrontEnd()
    {
        var settings = new FrontEndSettings { SampleRate = UShort(), FrameLength = UShort(), HopLength = UShort() };
        Expect(settings.SampleRate >= 4000 && settings.SampleRate <= 48000, "the sample rate is not within 4000 to 48000 Hz");
        var n = settings.FrameLength;
        Expect(n >= 64 && n <= 1024 && (n & (n - 1)) == 0, "the frame length is not a power of two from 64 to 1024");
        Expect(settings.HopLength >= n / 4 && settings.HopLength <= n, "the hop is not between a quarter of the frame and the frame");
        var bands = Byte();
        settings.Coefficients = Byte();
        Expect(bands >= 2 && bands <= 64 && settings.Coefficients <= bands, "the numbers of bands and coefficients do not fit");
        settings.MelEdges = new int[bands + 2];
        for (var e = 0; e < settings.MelEdges.Length; e++)
        {
            settings.MelEdges[e] = Int();
            var below = e == 0 ? 1 << 15 : settings.MelEdges[e - 1];
            Expect(settings.MelEdges[e] > below && settings.MelEdges[e] <= (n / 2) << 16, "the mel edges do not rise within the spectrum");
        }

        settings.FloorLog2 = Byte();
        Expect(settings.FloorLog2 >= 1 && settings.FloorLog2 <= 60, "the floor is not within 1 to 60");
        settings.HearingRange = UShort();
        settings.FirstPeak = UShort();
        settings.PeakFallShift = Byte();
        Expect(settings.PeakFallShift <= 15, "the recent peak falls over more than 32768 frames");
        settings.GateRange = Short();
        settings.MeanShift = Byte();
        Expect(settings.MeanShift <= 10, "the time constant of the mean is over 1024 frames");
        settings.PositiveParts = Byte();
        Expect(settings.PositiveParts <= settings.ValueCount, "there are more positive parts than values");
        return settings;
    }

    private int[] ReadScales(int count)
    {
        var scales = new int[count];
        for (var i = 0; i < count; i++)
        {
            scales[i] = Int();
            Expect(scales[i] > 0, "a feature scale is not positive");
        }

        return scales;
    }

    private void ReadClasses(Model model)
    {
        var count = Byte();
        Expect(count >= 1, "it has no class");
        model.Labels = new string[count];
        model.Classes = new LogisticWeights[count];
        model.Decoders = new DecoderSettings[count];
        for (var c = 0; c < count; c++)
        {
            model.Labels[c] = Text();
            model.Classes[c] = new LogisticWeights { Weights = Weights(model.Context * model.FrontEnd.FeatureCount), Bias = Int(), Scale = Int() };
            Expect(model.Classes[c].Bias >= -(1 << 30) && model.Classes[c].Bias <= 1 << 30, "a bias is out of range");
            Expect(model.Classes[c].Scale > 0 && model.Classes[c].Scale < 1 << 24, "the scale of the logits is out of range");
            Expect(LargestLogit(model.Classes[c]) < 1L << 30, "its logits can exceed 30 bits");
            model.Decoders[c] = ReadDecoder();
        }
    }

    // Features are within -127 to 127.
    private static long LargestLogit(LogisticWeights weights)
    {
        long sum = weights.Bias < 0 ? -weights.Bias : weights.Bias;
        for (var i = 0; i < weights.Weights.Length; i++)
        {
            int weight = weights.Weights[i];
            sum += 127 * (weight < 0 ? -weight : weight);
        }

        return (sum * weights.Scale) >> 16;
    }

    private DecoderSettings ReadDecoder()
    {
        var decoder = new DecoderSettings
        {
            On = Short(),
            Off = Short(),
            SplitFall = Short(),
            SplitRise = Short(),
            MinimumLength = Byte(),
            MinimumGap = Byte(),
            ShiftMs = Short(),
        };
        Expect(decoder.Off <= decoder.On, "an off threshold is above its on threshold");
        Expect(decoder.SplitFall > 0 && decoder.SplitRise > 0, "a split height is not positive");
        return decoder;
    }

    private sbyte[] Weights(int count)
    {
        Expect(at + count <= file.Length, "it ends within the weights");
        var weights = new sbyte[count];
        for (var i = 0; i < count; i++)
        {
            weights[i] = (sbyte)file[at++];
        }

        return weights;
    }

    private string Text()
    {
        var units = new char[Byte()];
        Expect(units.Length > 0, "a label is empty");
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = (char)UShort();
            Expect(units[i] >= ' ' && (units[i] < 0xD800 || units[i] > 0xDFFF), "a label has a character that the board can't keep");
        }

        return new string(units);
    }

    private int Byte()
    {
        Expect(at < file.Length, "it ends too early");
        return file[at++];
    }

    private int UShort() => Byte() | (Byte() << 8);

    private int Short() => (short)UShort();

    private int Int() => UShort() | (UShort() << 16);
}
