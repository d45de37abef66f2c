using Esp32Aed.Detection;
using Esp32Aed.Learning;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Tests;

/// <summary>A model made by hand that tells bursts of dull noise from bursts of bright noise, and such bursts to try it on.</summary>
internal static class TestModel
{
    public const int SampleRate = 8000;
    public const int HopLength = 256;

    private const int Bands = 24;

    /// <summary>The labels; the second is awkward on purpose.</summary>
    public static readonly string[] Labels = ["rumble", "hei\u00dfer \"hiss\"\\"];

    /// <summary>The model file.</summary>
    public static readonly byte[] Bytes = ModelWriter.ToBytes(Make());

    /// <summary>The model with a judge that tells dull clips from bright ones, as a file.</summary>
    public static readonly byte[] Judged = ModelWriter.ToBytes(MakeJudged());

    /// <summary>A burst of 0.2 s about each second, dull and bright in turn, over faint noise.</summary>
    public static short[] Bursts(double seconds, int seed)
    {
        const int period = SampleRate + 371;
        var random = new Random(seed);
        var samples = new short[(int)(seconds * SampleRate)];
        double dull = 0, before = 0, beforeThat = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var noise = (2 * random.NextDouble()) - 1;
            var bright = noise - (2 * before) + beforeThat;
            dull += 0.1 * (noise - dull);
            (beforeThat, before) = (before, noise);
            var burst = i % period is > 3000 and < 4600 ? i / period % 2 == 0 ? 40000 * dull : 5000 * bright : 0;
            samples[i] = (short)Math.Clamp(burst + (50 * noise), short.MinValue, short.MaxValue);
        }

        return samples;
    }

    /// <summary>Counts of the chain itself, over the sound and the silence in which it settles.</summary>
    public static Dictionary<string, int> CountsOf(byte[] modelFile, short[] samples)
    {
        var model = Model.Parse(modelFile);
        var events = Recordings.Detect(model, samples);
        return model.Labels.ToDictionary(label => label, label => events.Count(e => e.Label == label));
    }

    private static Model Make()
    {
        var frontEnd = new TrainingSettings { Bands = Bands, Coefficients = 0, PositiveParts = 0 }.ToFrontEnd();
        var features = frontEnd.FeatureCount;
        return new Model
        {
            FrontEnd = frontEnd,
            FeatureScale = [.. Enumerable.Repeat(256, features)],
            Context = 1,
            LookAhead = 0,
            Labels = Labels,
            Logistic = [Weights(features, 1), Weights(features, -1)],
            Decoders = [Decoder(), Decoder()],
        };
    }

    private static Model MakeJudged()
    {
        var model = Make();
        var statistics = ClipStatistics.CountOf(model.FrontEnd);
        model.Judge = new JudgeWeights
        {
            Centres = new int[statistics],
            Scales = [.. Enumerable.Repeat(64, statistics)],
            Classes = [OfPeaks(1), OfPeaks(-1)],
        };
        return model;

        // The bands' largest values are the third of the statistics.
        LogisticWeights OfPeaks(sbyte weight)
        {
            var features = model.FrontEnd.FeatureCount;
            return new LogisticWeights { Weights = [.. new sbyte[2 * features], .. Weights(features, weight).Weights, .. new sbyte[statistics - (3 * features)]], Scale = 1 << 14 };
        }
    }

    private static LogisticWeights Weights(int features, sbyte weight) => new()
    {
        Weights = [.. Enumerable.Range(0, features).Select(i => i < Bands / 2 ? weight : i < Bands ? (sbyte)-weight : (sbyte)0)],
        Scale = 1 << 18,
    };

    private static DecoderSettings Decoder() => new() { On = 360, Off = 200, MinimumLength = 1, MinimumGap = 2, SplitFall = 30000, SplitRise = 30000 };
}
