using Esp32Aed.Detection;

namespace Esp32Aed.Tests;

/// <summary>Models with any values that the format allows, its limits among them.</summary>
internal static class RandomModels
{
    /// <summary>The model of a seed.</summary>
    public static Model Make(int seed)
    {
        var random = new Random(seed);
        var frontEnd = FrontEnd(random);
        var classes = random.Next(1, 4);
        var network = random.Next(2) == 0 ? RandomNetworks.Make(random, frontEnd.FeatureCount, classes) : null;
        var context = network?.Context ?? Limit(random, 1, random.Next(4) == 0 ? 255 : 8);
        return new Model
        {
            FrontEnd = frontEnd,
            FeatureScale = Many(frontEnd.FeatureCount, () => Limit(random, 1, int.MaxValue)),
            Context = context,
            LookAhead = random.Next(Math.Min(context, 256)),
            Labels = Many(classes, () => Label(random)),
            Logistic = network is null ? Many(classes, () => Weights(random, context * frontEnd.FeatureCount)) : null!,
            Network = network!,
            Judge = random.Next(3) == 0 ? Judge(random, ClipStatistics.CountOf(frontEnd), classes) : null!,
            Decoders = Many(classes, () => Decoder(random)),
        };
    }

    private static FrontEndSettings FrontEnd(Random random)
    {
        var n = 64 << random.Next(5);
        var bands = Math.Min(Limit(random, 2, 63), (n / 2) - 1);
        var edges = new HashSet<int>();
        while (edges.Count < bands + 2)
        {
            edges.Add(Limit(random, (1 << 15) + 1, (n / 2) << 16));
        }

        var coefficients = random.Next(Math.Min(bands, 62) + 1);
        var values = coefficients > 0 ? coefficients : Math.Min(bands, 63);
        return new FrontEndSettings
        {
            SampleRate = Limit(random, 4000, 48000),
            FrameLength = n,
            HopLength = Limit(random, n / 4, n),
            MelEdges = [.. edges.Order()],
            Coefficients = coefficients,
            FloorLog2 = Limit(random, 1, 60),
            HearingRange = Limit(random, 0, 65535),
            FirstPeak = Limit(random, 0, 65535),
            PeakFallShift = Limit(random, 0, 15),
            GateRange = Limit(random, short.MinValue, short.MaxValue),
            MeanShift = Limit(random, 1, 10),
            HasSharedMean = random.Next(3) == 0,
            PositiveParts = Limit(random, 0, Math.Min(values, 64 - values - (coefficients > 0 ? 2 : 1))),
        };
    }

    private static JudgeWeights Judge(Random random, int statistics, int classes) => new()
    {
        Centres = Many(statistics, () => Limit(random, -(1 << 20), 1 << 20)),
        Scales = Many(statistics, () => Limit(random, 1, int.MaxValue)),
        Classes = Many(classes, () => Weights(random, statistics)),
    };

    private static LogisticWeights Weights(Random random, int count)
    {
        var weights = Many(count, () => (sbyte)random.Next(-128, 128));
        var bias = Limit(random, -(1 << 30), 1 << 30);

        // No larger than keeps every logit within 30 bits.
        var largest = Math.Max(1, Math.Abs((long)bias) + weights.Sum(weight => 127L * Math.Abs((int)weight)));
        return new LogisticWeights { Weights = weights, Bias = bias, Scale = Limit(random, 1, (int)Math.Min((1L << 46) / largest, (1 << 24) - 1)) };
    }

    private static DecoderSettings Decoder(Random random)
    {
        var off = Limit(random, short.MinValue, short.MaxValue);
        return new DecoderSettings
        {
            On = Limit(random, off, short.MaxValue),
            Off = off,
            SplitFall = Limit(random, 1, short.MaxValue),
            SplitRise = Limit(random, 1, short.MaxValue),
            MinimumLength = Limit(random, 0, 255),
            MinimumGap = Limit(random, 0, 255),
            Smoothing = Limit(random, 0, 8),
            ShiftMs = Limit(random, short.MinValue, short.MaxValue),
        };
    }

    private static string Label(Random random) => random.Next(4) switch
    {
        0 => "cough",
        1 => "l\u00e4rm, \"x\" \\",
        2 => new string('w', 255),
        _ => ((char)random.Next(' ', 0xD800)).ToString(),
    };

    /// <summary>Any value of the range, its ends more often than the others.</summary>
    private static int Limit(Random random, int low, int high) => random.Next(6) switch
    {
        0 => low,
        1 => high,
        _ => (int)random.NextInt64(low, (long)high + 1),
    };

    private static T[] Many<T>(int count, Func<T> make) => [.. Enumerable.Range(0, count).Select(_ => make())];
}
