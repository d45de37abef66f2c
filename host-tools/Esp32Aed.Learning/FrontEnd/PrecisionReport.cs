using Esp32Aed.Detection;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning;

/// <summary>Precision of the firmware's front end at one level.</summary>
/// <param name="Sound">What was measured.</param>
/// <param name="Precision">The ratios.</param>
public sealed record PrecisionRow(string Sound, FrontEndPrecision Precision);

/// <summary>
/// Precision of the front end at five levels: a test sound (noise of falling spectrum and a slow sweep, both swelling) with its peak at -6, -20,
/// -35 and -50 dBFS, and real recordings as they are.
/// </summary>
public static class PrecisionReport
{
    private const int TestSeconds = 4;
    private const int RealFrames = 250;

    private static readonly double[] LevelsDb = [-6, -20, -35, -50];

    /// <summary>Measures all five.</summary>
    /// <param name="settings">The front end.</param>
    /// <param name="recordings">Real recordings.</param>
    public static IReadOnlyList<PrecisionRow> Measure(TrainingSettings settings, IReadOnlyList<TrainingRecording> recordings) =>
        Measure(settings.ToFrontEnd(), settings.EdgesHertz, [.. recordings.SelectMany(recording => recording.Samples)]);

    /// <summary>Measures all five for the front end of a model, whose edges are rounded.</summary>
    /// <param name="model">The model.</param>
    /// <param name="real">Real sound at the model's rate.</param>
    /// <param name="kernels">The kernels; those of <see cref="FirmwareKernels"/> if null.</param>
    public static IReadOnlyList<PrecisionRow> Measure(Model model, ReadOnlySpan<short> real, SpectralKernel[]? kernels = null) =>
        Measure(Model.Parse(ModelWriter.ToBytes(model)).FrontEnd, MelScale.ToHertz(model.FrontEnd.MelEdges, model.SampleRate, model.FrontEnd.FrameLength), real, kernels);

    private static List<PrecisionRow> Measure(FrontEndSettings frontEnd, double[] edgesHertz, ReadOnlySpan<short> real, SpectralKernel[]? kernels = null)
    {
        frontEnd.HearingRange = ushort.MaxValue;
        var rows = LevelsDb
            .Select(level => new PrecisionRow(FormattableString.Invariant($"test sound at {level} dBFS"), FrontEndPrecision.Measure(frontEnd, edgesHertz, TestSound(frontEnd.SampleRate, level), kernels: kernels)))
            .ToList();
        var every = Math.Max(1, real.Length / frontEnd.FrameLength / RealFrames);
        rows.Add(new PrecisionRow("the recordings", FrontEndPrecision.Measure(frontEnd, edgesHertz, real, every, kernels)));
        return rows;
    }

    /// <summary>The test sound with its peak at a level.</summary>
    public static short[] TestSound(int sampleRate, double peakDb)
    {
        var random = new Random(1);
        var sound = new double[sampleRate * TestSeconds];
        double noise = 0;
        for (var i = 0; i < sound.Length; i++)
        {
            var t = (double)i / sampleRate;
            noise = (0.9 * noise) + (0.1 * ((2 * random.NextDouble()) - 1));
            var sweep = Math.Sin(2 * Math.PI * ((150 * t) + (sampleRate * 0.04 * t * t)));
            sound[i] = (0.1 + (0.9 * Math.Pow(Math.Sin(2 * t), 2))) * (noise + (0.3 * sweep));
        }

        var scale = 32768 * Math.Pow(10, peakDb / 20) / sound.Max(Math.Abs);
        return Array.ConvertAll(sound, value => (short)Math.Clamp(Math.Round(value * scale), short.MinValue, short.MaxValue));
    }
}
