using System.Buffers.Binary;
using System.Text.Json;
using Esp32Aed.Detection;
using Esp32Aed.Learning;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Esp32Aed.Tests;

/// <summary>Model files: whole ones come back as they were, and no others get in.</summary>
public sealed class ModelFormatTests
{
    private const int HeaderBytes = 12;
    private const long MostBytes = 4L << 20;

    private static readonly byte[] Small = ModelWriter.ToBytes(SmallModels.Make());
    private static readonly byte[] SmallNetwork = ModelWriter.ToBytes(SmallModels.MakeNetwork());
    private static readonly byte[] SmallJudged = ModelWriter.ToBytes(SmallModels.MakeJudged());

    /// <summary>Each alone makes a model that is not one.</summary>
    private static readonly Action<Model>[] Contradictions =
    [
        model => (model.FrontEnd.PositiveParts, model.FeatureScale, model.Logistic[0].Weights) = (3, [1, 1, 1, 1, 1, 1, 1], new sbyte[21]),
        model => model.FrontEnd.FloorLog2 = 0,
        model => model.FrontEnd.FloorLog2 = 61,
        model => model.FrontEnd.PeakFallShift = 16,
        model => model.FrontEnd.MeanShift = 11,
        model => model.FrontEnd.MelEdges[0] = 1 << 15,
        model => model.FrontEnd.MelEdges[2] = model.FrontEnd.MelEdges[1],
        model => model.FrontEnd.MelEdges[4] = (32 << 16) + 1,
        model => (model.FrontEnd.Coefficients, model.FeatureScale, model.Logistic[0].Weights) = (4, [1, 1, 1, 1, 1, 1, 1], new sbyte[21]),
        model => model.FeatureScale[2] = 0,
        model => model.Decoders[0].Smoothing = 9,
        model => model.LookAhead = model.Context,
        model => model.Context = 0,
        model => (model.Labels, model.Logistic, model.Decoders) = ([], [], []),
        model => model.Logistic[0].Bias = (1 << 30) + 1,
        model => model.Logistic[0].Scale = 0,
        model => model.Logistic[0].Scale = 1 << 24,
        model => model.Decoders[0].Off = model.Decoders[0].On + 1,
        model => model.Decoders[0].SplitFall = 0,
        model => model.Decoders[0].SplitRise = 0,
    ];

    private static readonly Action<Model>[] NetworkContradictions =
    [
        model => model.Network.Layers[0].Kernel = 1,
        model => model.Network.Layers[0].Dilation = 0,
        model => (model.Network.Layers[1].Kernel, model.Network.Layers[1].Dilation, model.Network.Layers[1].Weights) = (5, 255, new sbyte[20]),
        model => model.Network.Layers[0].Shift = 21,
        model => model.Network.Layers[0].Biases[1] = 1 << 20,
        model => model.Network.Layers[0].Biases[1] = int.MinValue,
        model => model.Network.Layers = [],
        model => model.Network.Layers = [.. Enumerable.Repeat(model.Network.Layers[1], 17)],
        model => model.Network.Layers = [model.Network.Layers[0]],
        model => model.Network.Scales[0] = 0,
        model => model.Network.Scales[0] = 1 << 24,
        model => model.LookAhead = model.Context,
    ];

    private static readonly Action<Model>[] JudgeContradictions =
    [
        model => model.Judge.Centres[3] = (1 << 20) + 1,
        model => model.Judge.Centres[3] = -(1 << 20) - 1,
        model => model.Judge.Centres = [.. model.Judge.Centres[1..]],
        model => model.Judge.Scales[3] = 0,
        model => model.Judge.Classes[0].Scale = 0,
        model => model.Judge.Classes[0].Bias = (1 << 30) + 1,
        model => model.Judge.Classes[0].Weights = [.. model.Judge.Classes[0].Weights, 1],
        model => model.Judge.Classes = [],
    ];

    [Fact]
    public void What_is_written_is_read_back() => ForAllSeeds(200, seed =>
    {
        var model = RandomModels.Make(seed);
        var file = ModelWriter.ToBytes(model);
        if (file.Length > Model.MaximumBytes)
        {
            Assert.Throws<ModelFormatException>(() => Model.Parse(file));
            return;
        }

        var read = Model.Parse(file);

        Assert.Equal(Crc32.Compute(file, HeaderBytes, file.Length - HeaderBytes), read.Checksum);
        model.Checksum = read.Checksum;
        Assert.Equal(JsonSerializer.Serialize(model), JsonSerializer.Serialize(read));
    });

    [Fact]
    public void A_model_with_any_settings_runs_on_any_sound() => ForAllSeeds(100, seed => Run(RandomModels.Make(seed), seed, 100));

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        foreach (var small in new[] { Small, SmallNetwork, SmallJudged })
        {
            for (var bit = 0; bit < 8 * small.Length; bit++)
            {
                var damaged = small.ToArray();
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                AssertRefused(damaged);
            }
        }
    }

    [Fact]
    public void Every_cut_file_is_refused()
    {
        foreach (var small in new[] { Small, SmallNetwork, SmallJudged })
        {
            for (var length = 0; length < small.Length; length++)
            {
                AssertRefused(small[..length]);
                AssertRefused(Sealed(small[..length]));
            }
        }

        AssertRefused([.. Small, 0]);
        AssertRefused(Sealed([.. Small, 0]));
        AssertRefused(Sealed([.. SmallJudged, 0]));
    }

    [Fact]
    public void Random_bytes_are_refused() => ForAllSeeds(500, seed =>
    {
        var random = new Random(seed);
        var bytes = new byte[random.Next(300)];
        random.NextBytes(bytes);
        AssertRefused(bytes);
        AssertRefused([.. "AED1"u8, .. bytes]);
        Allowed(Sealed([.. Small[..(HeaderBytes + 2)], .. bytes]), seed);
    });

    /// <summary>Fields of any value with a checksum that fits: the file is refused, or it is a model that runs.</summary>
    [Fact]
    public void Changed_fields_with_a_right_checksum_are_refused_or_run() => ForAllSeeds(1000, seed =>
    {
        var random = new Random(seed);
        var changed = (random.Next(5) switch
        {
            0 => ModelWriter.ToBytes(RandomModels.Make(seed)),
            1 => SmallNetwork,
            2 => SmallJudged,
            _ => Small,
        }).ToArray();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            byte[] values = [0, 1, 0x7F, 0x80, 0xFF, (byte)random.Next(256)];
            changed[random.Next(HeaderBytes, random.Next(2) == 0 ? changed.Length : Math.Min(changed.Length, 200))] = values[random.Next(values.Length)];
        }

        Allowed(Sealed(changed), seed);
    });

    [Theory]
    [InlineData(12, 1, "version")]
    [InlineData(14, 3999, "sample rate")]
    [InlineData(14, 48001, "sample rate")]
    [InlineData(16, 32, "frame length")]
    [InlineData(16, 2048, "frame length")]
    [InlineData(16, 96, "frame length")]
    [InlineData(18, 15, "hop")]
    [InlineData(18, 65, "hop")]
    public void A_field_out_of_range_is_named(int at, ushort value, string name)
    {
        var changed = Small.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(changed.AsSpan(at), value);

        var error = Assert.Throws<ModelFormatException>(() => Model.Parse(Sealed(changed)));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_over_64_KiB_is_refused()
    {
        var large = new byte[Model.MaximumBytes + 1];
        Small.CopyTo(large, 0);

        Assert.Contains("larger", Assert.Throws<ModelFormatException>(() => Model.Parse(Sealed(large))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bad\n")]
    [InlineData("\u001F")]
    [InlineData("\U0001F42C")]
    [InlineData("")]
    public void Labels_that_the_board_cannot_keep_are_refused(string label)
    {
        var model = SmallModels.Make();
        model.Labels = [label];

        AssertRefused(ModelWriter.ToBytes(model));
    }

    [Fact]
    public void A_contradiction_is_refused() => Assert.All(Contradictions, spoil =>
    {
        var model = SmallModels.Make();
        spoil(model);
        AssertRefused(ModelWriter.ToBytes(model));
    });

    [Fact]
    public void A_contradiction_in_a_network_is_refused() => Assert.All(NetworkContradictions, spoil =>
    {
        var model = SmallModels.MakeNetwork();
        spoil(model);
        AssertRefused(ModelWriter.ToBytes(model));
    });

    [Fact]
    public void A_contradiction_in_a_judge_is_refused() => Assert.All(JudgeContradictions, spoil =>
    {
        var model = SmallModels.MakeJudged();
        spoil(model);
        AssertRefused(ModelWriter.ToBytes(model));
    });

    [Fact]
    public void A_model_whose_logits_could_exceed_32_bits_is_refused()
    {
        var bias = SmallModels.Make();
        (bias.Logistic[0].Bias, bias.Logistic[0].Scale) = ((1 << 30) - 1, (1 << 24) - 1);
        var weights = SmallModels.Make();
        weights.Context = 255;
        weights.Logistic[0] = new LogisticWeights { Weights = [.. Enumerable.Repeat<sbyte>(-127, 255 * 5)], Scale = (1 << 24) - 1 };

        AssertRefused(ModelWriter.ToBytes(bias));
        AssertRefused(ModelWriter.ToBytes(weights));
    }

    private static void Allowed(byte[] file, int seed)
    {
        Model? model = null;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            model = Model.Parse(file);
        }
        catch (ModelFormatException)
        {
            // Refused, which is allowed.
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        if (model is not null)
        {
            Run(model, seed, 100);
        }
    }

    private static void Run(Model model, int seed, int hops)
    {
        var random = new Random(seed);
        var chain = new DetectionChain(model, new EventCollector(model.Labels));
        var clips = model.Judge is null ? null : new ClipChain(model, null!, null!, ClipStatistics.MostFrames);
        var hop = new short[model.HopLength];
        for (var t = 0; t < hops; t++)
        {
            var level = 1 << random.Next(17);
            for (var i = 0; i < hop.Length; i++)
            {
                hop[i] = (short)((random.Next(level) - (level / 2)));
            }

            chain.Accept(hop, 0);
            clips?.Accept(hop, 0);
        }

        chain.Finish();
        clips?.Judge();
    }

    private static void AssertRefused(byte[] file)
    {
        var error = Assert.Throws<ModelFormatException>(() => Model.Parse(file));
        Assert.DoesNotContain('\n', error.Message);
    }

    /// <summary>The file with its length and checksum put right.</summary>
    private static byte[] Sealed(byte[] file)
    {
        var whole = file.ToArray();
        if (whole.Length >= HeaderBytes)
        {
            BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(4), whole.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(8), Crc32.Compute(whole, HeaderBytes, whole.Length - HeaderBytes));
        }

        return whole;
    }

    private static void ForAllSeeds(int cases, Action<int> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithQuietOnSuccess(true));
}
