namespace Esp32Aed.Detection;

/// <summary>Reads the format that <see cref="Model"/> describes. Every field is checked: what passes can be run.</summary>
internal sealed class ModelReader
{
    private const int HeaderBytes = 12;
    private const int MostLayers = 16;
    private const int MostFeatures = 64;
    private const int MostPastValues = 4096;

    private readonly byte[] file;
    private int at;
    private int version;

    public ModelReader(byte[] file) => this.file = file;

    public Model Read()
    {
        var model = new Model { Checksum = ReadHeader() };
        model.FrontEnd = ReadFrontEnd();
        model.FeatureScale = ReadScales(model.FrontEnd.FeatureCount);
        var kind = Byte();
        Expect(kind == Model.LogisticKind || kind == Model.NetworkKind, "the kind of classifier is unknown to this firmware");
        var isLogistic = kind == Model.LogisticKind;
        if (isLogistic)
        {
            model.Context = Byte();
            model.LookAhead = Byte();
        }
        else
        {
            model.LookAhead = Byte();
            model.Network = ReadNetwork(model.FrontEnd.FeatureCount);
            model.Context = model.Network.Context;
        }

        Expect(model.Context >= 1 && model.LookAhead < model.Context, "the look-ahead exceeds the context");
        ReadClasses(model, isLogistic);
        if (version == Model.JudgedVersion)
        {
            model.Judge = ReadJudge(ClipStatistics.CountOf(model.FrontEnd), model.Labels.Length);
        }

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
        version = Short();
        Expect(
            version == Model.FormatVersion || version == Model.JudgedVersion,
            "its format is version " + version + ", this reads versions " + Model.FormatVersion + " and " + Model.JudgedVersion);
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
        var shared = Byte();
        Expect(shared <= 1, "the kind of mean is unknown to this firmware");
        settings.HasSharedMean = shared == 1;
        settings.PositiveParts = Byte();
        Expect(settings.PositiveParts <= settings.ValueCount, "there are more positive parts than values");
        Expect(settings.FeatureCount <= MostFeatures, "a frame has more than " + MostFeatures + " features");
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

    private ConvNetwork ReadNetwork(int features)
    {
        var count = Byte();
        Expect(count >= 1 && count <= MostLayers, "the network has not 1 to " + MostLayers + " layers");
        var network = new ConvNetwork { Layers = new ConvLayerWeights[count] };
        var pastValues = 0;
        for (var i = 0; i < count; i++)
        {
            network.Layers[i] = ReadLayer(features);
            pastValues += (network.Layers[i].Reach + 1) * features;
            Expect(pastValues <= MostPastValues, "its layers keep more than " + MostPastValues + " past values");
            features = network.Layers[i].Outputs;
        }

        return network;
    }

    private ConvLayerWeights ReadLayer(int inputs)
    {
        var layer = new ConvLayerWeights { Kernel = Byte(), Dilation = Byte(), Inputs = inputs, Outputs = Byte(), Shift = Byte() };
        Expect(layer.Kernel >= 1 && layer.Dilation >= 1 && layer.Outputs >= 1 && layer.Shift <= 20, "a layer's shape makes no sense");
        layer.Biases = new int[layer.Outputs];
        for (var o = 0; o < layer.Outputs; o++)
        {
            layer.Biases[o] = Int();
        }

        var row = layer.Kernel * inputs;
        layer.Weights = Weights(layer.Outputs * row);
        for (var o = 0; o < layer.Outputs; o++)
        {
            Expect(LargestSum(layer.Weights, o * row, row, layer.Biases[o]) < PackedMatrix.Zero, "the sums of a layer can exceed 21 bits");
        }

        return layer;
    }

    private void ReadClasses(Model model, bool isLogistic)
    {
        var count = Byte();
        Expect(count >= 1, "it has no class");
        model.Labels = new string[count];
        model.Decoders = new DecoderSettings[count];
        if (isLogistic)
        {
            model.Logistic = new LogisticWeights[count];
        }
        else
        {
            Expect(count == model.Network.Layers[model.Network.Layers.Length - 1].Outputs, "the network answers not once a class");
            model.Network.Scales = new int[count];
        }

        for (var c = 0; c < count; c++)
        {
            model.Labels[c] = Text();
            if (isLogistic)
            {
                model.Logistic[c] = ReadLogistic(model.Context * model.FrontEnd.FeatureCount);
            }
            else
            {
                model.Network.Scales[c] = Scale();
            }

            model.Decoders[c] = ReadDecoder();
        }
    }

    private JudgeWeights ReadJudge(int statistics, int classes)
    {
        Expect(at + (8 * statistics) <= file.Length, "it ends within the judge of clips");
        var judge = new JudgeWeights { Centres = new int[statistics], Classes = new LogisticWeights[classes] };
        for (var i = 0; i < statistics; i++)
        {
            judge.Centres[i] = Int();
            Expect(judge.Centres[i] >= -(1 << 20) && judge.Centres[i] <= 1 << 20, "a centre of the clips' statistics is out of range");
        }

        judge.Scales = ReadScales(statistics);
        for (var c = 0; c < classes; c++)
        {
            judge.Classes[c] = ReadLogistic(statistics);
        }

        return judge;
    }

    private LogisticWeights ReadLogistic(int count)
    {
        var weights = new LogisticWeights { Weights = Weights(count), Bias = Int(), Scale = Scale() };
        Expect(weights.Bias >= -(1 << 30) && weights.Bias <= 1 << 30, "a bias is out of range");
        Expect(
            (LargestSum(weights.Weights, 0, count, weights.Bias) * weights.Scale) >> 16 < 1L << 30,
            "its logits can exceed 30 bits");
        return weights;
    }

    private int Scale()
    {
        var scale = Int();
        Expect(scale > 0 && scale < 1 << 24, "the scale of the logits is out of range");
        return scale;
    }

    // Features and activations are within -127 to 127.
    private static long LargestSum(sbyte[] weights, int from, int count, int bias)
    {
        long sum = bias < 0 ? -(long)bias : bias;
        for (var i = from; i < from + count; i++)
        {
            int weight = weights[i];
            sum += 127 * (weight < 0 ? -weight : weight);
        }

        return sum;
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
            Smoothing = Byte(),
            ShiftMs = Short(),
        };
        Expect(decoder.Off <= decoder.On, "an off threshold is above its on threshold");
        Expect(decoder.Smoothing <= 8, "the logits are smoothed over more than 256 frames");
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
