using Esp32Aed.Detection;
using Esp32Aed.Learning.Training;

namespace Esp32Aed.Learning.Clips;

/// <summary>
/// Chooses decoders for a board, which hears no clips but one sound after the other: a clip counts as heard if an event of its class begins in it, and
/// each class's threshold, smoothing and shortest length are those of the best F1 of its clips against all others. Of equals it takes those
/// that hold over most thresholds, and of these the middle one.
/// </summary>
/// <param name="hopLength">Samples in a hop.</param>
/// <param name="sampleRate">Samples in a second.</param>
public sealed class ClipDecoders(int hopLength, int sampleRate)
{
    private const int Hysteresis = 256;
    private const int GapFrames = 16;

    private static readonly int[] OnGrid = [.. Enumerable.Range(-16, 41).Select(step => step * 128)];
    private static readonly int[] SmoothingGrid = [2, 3, 4];
    private static readonly int[] LengthGrid = [2, 6];

    private readonly DecoderTuner decoder = new(hopLength, sampleRate, lookAhead: 0);

    /// <summary>The settings of one class.</summary>
    /// <param name="clips">Integer logits of the class by models that had not heard the clip, and whether the clip is of the class.</param>
    public DecoderSettings Tune(IReadOnlyList<(int[] Logits, bool IsOfClass)> clips)
    {
        DecoderSettings[] best = [];
        var bestScore = double.NegativeInfinity;
        foreach (var smoothing in SmoothingGrid)
        {
            foreach (var length in LengthGrid)
            {
                var scored = OnGrid.Select(on => Settings(on, smoothing, length)).Select(settings => (Settings: settings, Score: F1(clips, settings))).ToArray();
                var most = scored.Max(pair => pair.Score);
                var plateau = scored.Where(pair => pair.Score >= most - 1e-9).Select(pair => pair.Settings).ToArray();
                if (most > bestScore + 1e-9 || (most >= bestScore - 1e-9 && plateau.Length > best.Length))
                {
                    (best, bestScore) = (plateau, most);
                }
            }
        }

        return best[best.Length / 2];
    }

    /// <summary>Whether an event begins in the clip.</summary>
    public bool IsHeard(int[] logits, DecoderSettings settings) => decoder.Decode(logits, settings).Count > 0;

    private static DecoderSettings Settings(int on, int smoothing, int length) => new()
    {
        On = on,
        Off = on - Hysteresis,
        MinimumLength = length,
        MinimumGap = GapFrames,
        SplitFall = short.MaxValue,
        SplitRise = short.MaxValue,
        Smoothing = smoothing,
    };

    private double F1(IReadOnlyList<(int[] Logits, bool IsOfClass)> clips, DecoderSettings settings)
    {
        int right = 0, wrong = 0, missed = 0;
        foreach (var (logits, isOfClass) in clips)
        {
            var heard = IsHeard(logits, settings);
            right += heard && isOfClass ? 1 : 0;
            wrong += heard && !isOfClass ? 1 : 0;
            missed += !heard && isOfClass ? 1 : 0;
        }

        return right == 0 ? 0 : 2.0 * right / ((2 * right) + wrong + missed);
    }
}
