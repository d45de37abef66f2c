using Esp32Aed.Detection;
using Esp32Aed.Learning.Evaluation;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Training;

/// <summary>One recording's logits with the events they should give.</summary>
/// <param name="Logits">Q8, one a frame; the first is about frame -look-ahead.</param>
/// <param name="Events">True events of the class, seconds.</param>
public sealed record ScoredRecording(int[] Logits, IReadOnlyList<(double Onset, double Offset)> Events);

/// <summary>
/// Chooses a decoder's settings: one parameter after the other over its grid, each time taking what serves the goal best, until a round
/// changes nothing. The time shift is not searched but measured: the median distance from a found onset to the
/// true one.
/// </summary>
public sealed class DecoderTuner(int hopLength, int sampleRate, int lookAhead, OperatingGoal? goal = null)
{
    private const int Rounds = 4;
    private const double WideCollar = 0.3;

    private static readonly int[] OnGrid = [.. Enumerable.Range(-12, 33).Select(step => step * 64)];
    private static readonly int[] HysteresisGrid = [64, 128, 256, 384, 512];
    private static readonly int[] SplitGrid = [64, 128, 192, 256, 384, 512, short.MaxValue];
    private static readonly int[] LengthGrid = [1, 2, 3];
    private static readonly int[] GapGrid = [0, 1, 2, 3, 4, 5, 6, 8];
    private static readonly int[] SmoothingGrid = [0, 1, 2];

    private readonly OperatingGoal goal = goal ?? OperatingGoal.BestF1;

    /// <summary>The best settings found for these recordings.</summary>
    public DecoderSettings Tune(IReadOnlyList<ScoredRecording> recordings)
    {
        var best = new DecoderSettings { On = 0, Off = -256, MinimumLength = 1, MinimumGap = 1, SplitFall = 192, SplitRise = 128, ShiftMs = 0 };
        var bestScore = double.NegativeInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var before = bestScore;
            Try(OnGrid, (d, on) => { d.Off = on - (d.On - d.Off); d.On = on; });
            Try(HysteresisGrid, (d, below) => d.Off = d.On - below);
            Try(SplitGrid, (d, fall) => d.SplitFall = fall);
            Try(SplitGrid, (d, rise) => d.SplitRise = rise);
            Try(LengthGrid, (d, length) => d.MinimumLength = length);
            Try(GapGrid, (d, gap) => d.MinimumGap = gap);
            Try(SmoothingGrid, (d, shift) => d.Smoothing = shift);
            if (bestScore <= before)
            {
                break;
            }
        }

        return best;

        void Try(int[] grid, Action<DecoderSettings, int> set)
        {
            var start = best;
            foreach (var value in grid)
            {
                var candidate = Copy(start);
                set(candidate, value);
                candidate.ShiftMs = 0;
                var found = recordings.Select(recording => Decode(recording.Logits, candidate)).ToArray();
                candidate.ShiftMs = MedianShift(recordings, found);
                var score = goal.Score(Point(recordings, found, candidate));
                if (score > bestScore + 1e-9)
                {
                    (best, bestScore) = (candidate, score);
                }
            }
        }
    }

    /// <summary>What the settings give with every on threshold of the grid; the off threshold stays as far below.</summary>
    public IReadOnlyList<OperatingPoint> Curve(IReadOnlyList<ScoredRecording> recordings, DecoderSettings settings) =>
    [
        .. OnGrid.Select(on =>
        {
            var moved = Copy(settings);
            (moved.On, moved.Off) = (on, on - (settings.On - settings.Off));
            return Evaluate(recordings, moved);
        }),
    ];

    /// <summary>What the settings give.</summary>
    public OperatingPoint Evaluate(IReadOnlyList<ScoredRecording> recordings, DecoderSettings settings)
    {
        var unshifted = Copy(settings);
        unshifted.ShiftMs = 0;
        return Point(recordings, [.. recordings.Select(recording => Decode(recording.Logits, unshifted))], settings);
    }

    /// <summary>The events that the firmware's decoder finds in a recording's logits, seconds.</summary>
    public IReadOnlyList<(double Onset, double Offset)> Decode(int[] logits, DecoderSettings settings)
    {
        var events = new EventCollector([string.Empty]);
        var decoder = new EventDecoder(settings, 0, hopLength, sampleRate, -lookAhead, new Tally(1), events);
        foreach (var logit in logits)
        {
            decoder.Push(logit);
        }

        decoder.Finish();
        return [.. events.InOrder().Select(e => (e.Onset, e.Offset))];
    }

    private static DecoderSettings Copy(DecoderSettings d) => new()
    {
        On = d.On,
        Off = d.Off,
        MinimumLength = d.MinimumLength,
        MinimumGap = d.MinimumGap,
        SplitFall = d.SplitFall,
        SplitRise = d.SplitRise,
        Smoothing = d.Smoothing,
        ShiftMs = d.ShiftMs,
    };

    private static int MedianShift(IReadOnlyList<ScoredRecording> recordings, IReadOnlyList<(double Onset, double Offset)>[] found)
    {
        var shifts = new List<double>();
        for (var r = 0; r < found.Length; r++)
        {
            shifts.AddRange(EventMatching.Match(recordings[r].Events, found[r], WideCollar)
                .Select(pair => recordings[r].Events[pair.Reference].Onset - found[r][pair.Estimated].Onset));
        }

        shifts.Sort();
        return shifts.Count == 0 ? 0 : (int)Math.Round(shifts[shifts.Count / 2] * 1000);
    }

    private OperatingPoint Point(IReadOnlyList<ScoredRecording> recordings, IReadOnlyList<(double Onset, double Offset)>[] found, DecoderSettings settings)
    {
        var shift = settings.ShiftMs / 1000.0;
        var hasNegatives = recordings.Any(recording => recording.Events.Count == 0);
        int matched200 = 0, matched100 = 0, trueCount = 0, foundCount = 0, falseAlarms = 0;
        double hours = 0;
        for (var r = 0; r < found.Length; r++)
        {
            var shifted = found[r].Select(e => (Math.Max(0, e.Onset + shift), e.Offset + shift)).ToArray();
            var matched = EventMatching.Match(recordings[r].Events, shifted, 0.2).Count;
            matched200 += matched;
            matched100 += EventMatching.Match(recordings[r].Events, shifted, 0.1).Count;
            trueCount += recordings[r].Events.Count;
            foundCount += shifted.Length;
            if (!hasNegatives || recordings[r].Events.Count == 0)
            {
                falseAlarms += shifted.Length - matched;
                hours += recordings[r].Logits.Length * (double)hopLength / sampleRate / 3600;
            }
        }

        return new OperatingPoint(
            settings.On / 256.0,
            trueCount == 0 ? 0 : (double)matched200 / trueCount,
            hours == 0 ? 0 : falseAlarms / hours,
            trueCount + foundCount == 0 ? 0 : (double)(matched200 + matched100) / (trueCount + foundCount),
            trueCount == 0 ? foundCount : (double)(foundCount - trueCount) / trueCount);
    }
}
