using Esp32Aed.Detection;
using Esp32Aed.Learning.Augmentation;
using Esp32Aed.Learning.Networks;

namespace Esp32Aed.Learning.Training;

/// <summary>A way to hear a recording.</summary>
/// <param name="GainDb">Gain in dB.</param>
/// <param name="SkippedFrames">How much of its start is left out, in frames.</param>
public sealed record Augmentation(double GainDb, double SkippedFrames);

/// <summary>
/// How a logistic model is trained. The defaults were chosen by cross-validation over several shuffles of the development recordings; a
/// user needs none of them.
/// </summary>
public sealed record TrainingSettings
{
    private readonly int? bands;

    /// <summary>Samples in a second, 8000 or 16000.</summary>
    public int SampleRate { get; init; } = 8000;

    /// <summary>Number of mel bands; 24 at 8 kHz and 32 at 16 kHz unless it is set.</summary>
    public int Bands { get => bands ?? (SampleRate == 16000 ? 32 : 24); init => bands = value; }

    /// <summary>Lower edge of the first band, Hz.</summary>
    public double LowHertz { get; init; } = 80;

    /// <summary>Number of MFCC; 0 takes the log-mel values themselves.</summary>
    public int Coefficients { get; init; } = 8;

    /// <summary>log2 of the floor of the band energies; see <see cref="FrontEndSettings.FloorLog2"/>.</summary>
    public int FloorLog2 { get; init; } = 26;

    /// <summary>Hearing range below the recent peak, bits; see <see cref="HearingRange"/>.</summary>
    public double HearingBits { get; init; } = 18;

    /// <summary>The recent peak before the first frame: bits above the floor.</summary>
    public double FirstPeakBits { get; init; } = 21;

    /// <summary>The recent peak falls by 1 / 2 to this power of its distance a frame.</summary>
    public int PeakFallShift { get; init; } = 8;

    /// <summary>Largest range of a silent frame; see <see cref="SilenceGate"/>. At 0 the gate shuts on digital silence alone and changes nothing.</summary>
    public int GateRange { get; init; }

    /// <summary>The running mean's time constant is 2 to this power frames.</summary>
    public int MeanShift { get; init; } = 7;

    /// <summary>Whether one running mean, that of all values, is subtracted from each; it leaves the shape of a lasting sound's spectrum.</summary>
    public bool HasSharedMean { get; init; }

    /// <summary>How many of the first normalised values give their positive part as a feature too.</summary>
    public int PositiveParts { get; init; } = 4;

    /// <summary>The network to train; null trains a logistic classifier.</summary>
    public NetworkSettings? Network { get; init; }

    /// <summary>Frames in a logistic classifier's context.</summary>
    public int Context { get; init; } = 20;

    /// <summary>Frames of the context that lie after the frame that is judged.</summary>
    public int LookAhead { get; init; } = 7;

    /// <summary>Frames whose middle lies within this time after a labelled onset are what the classifier should find.</summary>
    public double OnsetSeconds { get; init; } = 0.064;

    /// <summary>Ridge penalty; see <see cref="LogisticTrainer"/>.</summary>
    public double Penalty { get; init; } = 1e-3;

    /// <summary>What an onset's frame counts against any other.</summary>
    public double PositiveWeight { get; init; } = 4;

    /// <summary>Largest number of optimiser steps.</summary>
    public int Iterations { get; init; } = 150;

    /// <summary>Root mean square of a feature in int8 units; what lies beyond 127 saturates.</summary>
    public double FeatureSpread { get; init; } = 32;

    /// <summary>
    /// How each recording is heard in training; the first is the recording itself. Loud ones clip and quiet ones are rounded, as on a
    /// board; half a frame skipped puts the frames elsewhere.
    /// </summary>
    public IReadOnlyList<Augmentation> Augmentations { get; init; } =
        [new(0, 0), new(0, 0.5), new(-20, 0.25), new(12, 0.25), new(12, 0.75), new(18, 0)];

    /// <summary>How many more variants of each recording are made by <see cref="Recipe"/>.</summary>
    public int RandomVariants { get; init; }

    /// <summary>What they are made by.</summary>
    public AugmentationRecipe Recipe { get; init; } = AugmentationRecipe.Standard;

    /// <summary>Whether the parts of the recipe are chosen class by class; see <see cref="AugmentationChoice"/>.</summary>
    public bool ChoosesAugmentations { get; init; }

    /// <summary>By what the decoders' operating points are chosen.</summary>
    public OperatingGoal Goal { get; init; } = OperatingGoal.BestF1;

    /// <summary>The defaults for a network.</summary>
    public static TrainingSettings OfNetwork { get; } = new()
    {
        Network = new NetworkSettings(),
        FloorLog2 = 31,
        FirstPeakBits = 16,
        LookAhead = 10,
        OnsetSeconds = 0.128,
        Augmentations = [new(0, 0)],
        RandomVariants = 24,
        Recipe = new AugmentationRecipe(
        [
            new SpeedChange { Probability = 0.5, Factor = new(0.88, 1.14) },
            new BackgroundMix { Probability = 0.3, SnrDecibels = new(10, 30) },
            new GainChange { Probability = 0.8, Decibels = new(-20, 18) },
            new TimeShift { Seconds = new(0, 0.032) },
        ]),
    };

    /// <summary>The defaults for a network that tells clips apart. Its targets last as long as the clip.</summary>
    public static TrainingSettings OfClips { get; } = new()
    {
        Network = new NetworkSettings { Form = ClassifierForm.Generated, Epochs = 50, Noise = 0.2, OffsetNoise = 0.2, Mixup = 0.5 },
        Coefficients = 0,
        HasSharedMean = true,
        PositiveParts = 0,
        LookAhead = 0,
        OnsetSeconds = 1e6,
        Augmentations = [new(0, 0)],
        RandomVariants = 15,
        Recipe = new AugmentationRecipe(
        [
            new SpeedChange { Probability = 0.5, Factor = new(0.87, 1.15) },
            new MicrophoneResponse { Probability = 0.4, TiltDecibels = new(-1, 1), ResonanceDecibels = new(-4, 4) },
            new GainChange { Probability = 0.6, Decibels = new(-12, 6) },
            new TimeShift { Seconds = new(0, 0.032) },
        ]),
    };

    /// <summary>The defaults for a network that takes log-mel values instead of MFCC.</summary>
    public static TrainingSettings OfLogMelNetwork { get; } = OfNetwork with
    {
        Network = OfNetwork.Network! with { Epochs = 40, Decay = 1e-4, Noise = 0.2, OffsetNoise = 0.2 },
        Coefficients = 0,
        MeanShift = 6,
        PositiveParts = 0,
        FloorLog2 = 26,
        FirstPeakBits = 21,
        LookAhead = 8,
        OnsetSeconds = 0.096,
        Recipe = new AugmentationRecipe(
        [
            new SpeedChange { Probability = 0.4 },
            new RoomEcho { Probability = 0.1 },
            new BackgroundMix { Probability = 0.3, SnrDecibels = new(10, 30) },
            new ColouredNoise { Probability = 0.2 },
            new MicrophoneResponse { Probability = 0.2 },
            new GainChange { Probability = 0.8, Decibels = new(-20, 18) },
            new TimeShift { Seconds = new(0, 0.032) },
        ]),
    };

    /// <summary>Samples in a frame: 32 ms.</summary>
    public int FrameLength => SampleRate == 16000 ? 512 : 256;

    /// <summary>Edges of the bands in Hz; the last is the Nyquist frequency less 2 %.</summary>
    public double[] EdgesHertz => MelScale.Edges(Bands, LowHertz, SampleRate * 0.49);

    /// <summary>The front end that these settings describe.</summary>
    public FrontEndSettings ToFrontEnd() => new()
    {
        SampleRate = SampleRate,
        FrameLength = FrameLength,
        HopLength = FrameLength,
        MelEdges = MelScale.ToBins(EdgesHertz, SampleRate, FrameLength),
        Coefficients = Coefficients,
        FloorLog2 = FloorLog2,
        GateRange = GateRange,
        HearingRange = (int)Math.Round(HearingBits * 1024),
        FirstPeak = (int)Math.Round(FirstPeakBits * 1024),
        PeakFallShift = PeakFallShift,
        MeanShift = MeanShift,
        HasSharedMean = HasSharedMean,
        PositiveParts = PositiveParts,
    };
}
