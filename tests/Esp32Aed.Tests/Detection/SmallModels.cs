using Esp32Aed.Detection;

namespace Esp32Aed.Tests;

/// <summary>A model of some 150 bytes, small enough to damage each of its bits.</summary>
internal static class SmallModels
{
    /// <summary>Two MFCC of three bands, one class.</summary>
    public static Model Make() => new()
    {
        FrontEnd = new FrontEndSettings
        {
            SampleRate = 8000,
            FrameLength = 64,
            HopLength = 32,
            MelEdges = [2 << 16, 5 << 16, 9 << 16, 15 << 16, 30 << 16],
            Coefficients = 2,
            FloorLog2 = 28,
            HearingRange = 21000,
            FirstPeak = 24000,
            PeakFallShift = 8,
            GateRange = 1,
            MeanShift = 5,
            PositiveParts = 1,
        },
        FeatureScale = [900, 1000, 1100, 1200, 1300],
        Context = 3,
        LookAhead = 1,
        Labels = ["cough"],
        Logistic = [new LogisticWeights { Weights = [.. Enumerable.Range(-7, 15).Select(w => (sbyte)(w * 9))], Bias = -4000, Scale = 9000 }],
        Decoders = [new DecoderSettings { On = 300, Off = 100, SplitFall = 200, SplitRise = 100, MinimumLength = 1, MinimumGap = 2, ShiftMs = -20 }],
    };

    /// <summary>The same with a network of two layers.</summary>
    public static Model MakeNetwork()
    {
        var model = Make();
        model.Logistic = null!;
        model.Network = new ConvNetwork
        {
            Layers =
            [
                new ConvLayerWeights
                {
                    Kernel = 2, Dilation = 3, Inputs = 5, Outputs = 4, Shift = 6, Biases = [100, -200, 300, -400],
                    Weights = [.. Enumerable.Range(0, 40).Select(w => (sbyte)((w * 37 % 255) - 127))],
                },
                new ConvLayerWeights { Kernel = 1, Dilation = 1, Inputs = 4, Outputs = 1, Biases = [-900], Weights = [90, -80, 70, -60] },
            ],
            Scales = [9000],
        };
        model.Context = model.Network.Context;
        return model;
    }

    /// <summary>The network with a judge of clips.</summary>
    public static Model MakeJudged()
    {
        var model = MakeNetwork();
        var count = ClipStatistics.CountOf(model.FrontEnd);
        model.Judge = new JudgeWeights
        {
            Centres = [.. Enumerable.Range(0, count).Select(i => 300 * (i - 10))],
            Scales = [.. Enumerable.Range(0, count).Select(i => 500 + (40 * i))],
            Classes = [new LogisticWeights { Weights = [.. Enumerable.Range(0, count).Select(i => (sbyte)((i * 53 % 255) - 127))], Bias = -700, Scale = 9000 }],
        };
        return model;
    }
}
