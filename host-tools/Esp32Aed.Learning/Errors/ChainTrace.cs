using Esp32Aed.Detection;

namespace Esp32Aed.Learning.Errors;

/// <summary>What the integer chain made of a recording, frame by frame.</summary>
public sealed class ChainTrace
{
    private const int SmoothedBits = 8;

    private readonly Model model;

    private ChainTrace(Model model, List<ushort[]> logMel, List<int>[] scores, IReadOnlyList<FoundEvent> events)
    {
        this.model = model;
        LogMel = logMel;
        Scores = scores;
        Events = events;
    }

    /// <summary>[hop][band]: log-mel values of the frame that each hop completed, Q10.</summary>
    public IReadOnlyList<ushort[]> LogMel { get; }

    /// <summary>
    /// [class][hop]: what the class's decoder compares with its thresholds, Q8: the logit, or the smoothed one. Hops of long digital silence
    /// have scores too, though the decoders rest there.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Scores { get; }

    /// <summary>The events found, in the order of their onsets.</summary>
    public IReadOnlyList<FoundEvent> Events { get; }

    /// <summary>Runs the chain over a recording.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">16-bit samples at its rate.</param>
    /// <param name="stop">Stops between hops.</param>
    public static ChainTrace Of(Model model, ReadOnlySpan<short> samples, CancellationToken stop = default)
    {
        var logMel = new List<ushort[]>();
        var scores = Array.ConvertAll(model.Labels, _ => new List<int>());
        var smoothed = Array.ConvertAll(model.Decoders, decoder => decoder.Off << SmoothedBits);
        var events = Recordings.Watch(model, samples, chain =>
        {
            logMel.Add(Array.ConvertAll(chain.FrontEnd.LogMel, value => (ushort)Math.Clamp(value, 0, ushort.MaxValue)));
            for (var c = 0; c < scores.Length; c++)
            {
                scores[c].Add(Score(chain.Logits[c], model.Decoders[c].Smoothing, ref smoothed[c]));
            }
        }, stop);
        return new ChainTrace(model, logMel, scores, events);
    }

    /// <summary>When an event of a class that began with the score of a hop would be reported to begin, seconds.</summary>
    public double TimeOf(int classIndex, int hop) =>
        ((hop - model.LookAhead) * (double)model.HopLength / model.SampleRate) + (model.Decoders[classIndex].ShiftMs / 1000.0);

    /// <summary>The first hop whose <see cref="TimeOf"/> is not before a time, at least 0 and at most the number of hops.</summary>
    public int HopFrom(int classIndex, double seconds)
    {
        var hop = Math.Ceiling(((seconds - TimeOf(classIndex, 0)) * model.SampleRate / model.HopLength) - 1e-9);
        return (int)Math.Clamp(hop, 0, LogMel.Count);
    }

    // As EventDecoder smooths.
    private static int Score(int logit, int smoothing, ref int smoothed)
    {
        if (smoothing == 0)
        {
            return logit;
        }

        smoothed += ((Math.Clamp(logit, short.MinValue, short.MaxValue) << SmoothedBits) - smoothed) >> smoothing;
        return smoothed >> SmoothedBits;
    }
}
