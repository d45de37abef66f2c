using System;
using Esp32Aed.Detection;

namespace Esp32Aed.SelfTest;

/// <summary>
/// The stages of the detection chain, one by one and each from the one before it. There is no silence gate between them, and the model's
/// hop is its whole frame, so a frame is what ingest delivers.
/// </summary>
public sealed class ChainStages
{
    private readonly byte[] input;
    private readonly short[] samples;
    private readonly HannWindow window;
    private readonly int[] windowed;
    private readonly RealFft fft;
    private readonly long[] real;
    private readonly long[] imaginary;
    private readonly PowerSpectrum powerSpectrum;
    private readonly long[] power;
    private readonly MelBands melBands;
    private readonly long[] energies;
    private readonly LogMel log;
    private readonly int[] logMel;
    private readonly HearingRange hearing;
    private readonly Dct dct;
    private readonly int[] mfcc;
    private readonly Normaliser normaliser;
    private readonly FeatureQuantiser quantiser;
    private readonly long[] quantised;
    private readonly Classifier classifier;
    private readonly EventDecoder decoder;

    /// <summary>Makes the stages of a model of one class, with MFCC, whose hop is its frame.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The I2S buffer of one hop, 4 bytes a sample.</param>
    /// <param name="sink">Takes the events.</param>
    public ChainStages(Model model, byte[] input, IEventSink sink)
    {
        var settings = model.FrontEnd;
        this.input = input;
        samples = new short[settings.FrameLength];
        window = new HannWindow(settings.FrameLength);
        windowed = new int[settings.FrameLength];
        fft = new RealFft(settings.FrameLength);
        real = new long[(settings.FrameLength / 2) + 1];
        imaginary = new long[real.Length];
        melBands = new MelBands(settings.MelEdges);
        powerSpectrum = new PowerSpectrum(settings.FrameLength, melBands.FirstBin, melBands.LastBin);
        power = new long[real.Length];
        energies = new long[melBands.Count];
        log = new LogMel(settings.FloorLog2);
        logMel = new int[melBands.Count];
        hearing = new HearingRange(settings);
        dct = new Dct(melBands.Count, settings.Coefficients);
        mfcc = new int[settings.Coefficients];
        normaliser = new Normaliser(settings);
        quantiser = new FeatureQuantiser(model.FeatureScale);
        quantised = new long[settings.FeatureCount];
        classifier = Classifier.Of(model);
        decoder = new EventDecoder(model.Decoders[0], 0, model.HopLength, model.SampleRate, -model.LookAhead, new Tally(1), sink);
    }

    /// <summary>Names, in the order of the chain; as <c>aed cost</c> tells the stages by.</summary>
    public static string[] Names { get; } =
    {
        "ingest", "window", "fft", "power", "mel", "log", "hearing", "dct", "normaliser", "quantiser", "classifier", "decoder",
    };

    /// <summary>
    /// How many frames each stage is timed over: a quarter of a million IL operations or more, a tenth of a second at the planning figure of 2.4
    /// million a second, because a board's clock may step by milliseconds. Calling a stage takes some 20 of them a frame.
    /// </summary>
    public static int[] TimedFrames { get; } = { 40, 52, 8, 64, 64, 96, 384, 64, 448, 464, 36, 8192 };

    /// <summary>Runs one stage on what the stage before it has left.</summary>
    /// <param name="stage">Index into <see cref="Names"/>.</param>
    public void Run(int stage)
    {
        switch (stage)
        {
            case 0:
                StereoBytes.ToSamples(input, 0, 0, samples, 0, samples.Length);
                break;
            case 1:
                window.Apply(samples, windowed);
                break;
            case 2:
                fft.Transform(windowed, real, imaginary);
                break;
            case 3:
                powerSpectrum.Compute(real, imaginary, power);
                break;
            case 4:
                melBands.Sum(power, energies);
                break;
            case 5:
                log.Apply(energies, logMel);
                break;
            case 6:
                hearing.Apply(logMel);
                break;
            case 7:
                dct.Apply(logMel, mfcc);
                break;
            case 8:
                normaliser.Apply(mfcc, hearing.Loudness);
                break;
            case 9:
                quantiser.Apply(normaliser.Features, quantised);
                break;
            case 10:
                Array.Copy(quantised, 0, classifier.Input, 0, quantised.Length);
                classifier.Classify();
                break;
            default:
                decoder.Push(classifier.Logits[0]);
                break;
        }
    }

    /// <summary>Adds to a checksum what a stage has left; the decoder's events go to its sink.</summary>
    /// <param name="stage">Index into <see cref="Names"/>.</param>
    /// <param name="checksum">The stage's checksum.</param>
    public void AddOutput(int stage, Checksum checksum)
    {
        switch (stage)
        {
            case 0:
                checksum.Add(samples);
                break;
            case 1:
                checksum.Add(windowed);
                break;
            case 2:
                checksum.Add(real);
                checksum.Add(imaginary);
                break;
            case 3:
                checksum.Add(power);
                break;
            case 4:
                checksum.Add(energies);
                break;
            case 5:
            case 6:
                checksum.Add(logMel);
                break;
            case 7:
                checksum.Add(mfcc);
                break;
            case 8:
                checksum.Add(normaliser.Features);
                break;
            case 9:
                checksum.Add(quantised);
                break;
            case 10:
                checksum.Add(classifier.Logits);
                break;
        }
    }

    /// <summary>The sound is over: an event still open ends here.</summary>
    public void Finish() => decoder.Finish();
}
