using Esp32Aed.Detection;
using Esp32Aed.Learning.Training;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning.Errors;

/// <summary>Cuts clips of some three seconds out of a recording and its trace.</summary>
internal sealed class ClipCutter(Model model, TrainingRecording recording, ChainTrace trace, IReadOnlyList<LabelledEvent> found, int classIndex)
{
    private const double Before = 1.2;
    private const double Length = 3;

    /// <summary>The clip around an onset; nearer to the middle of a recording where it would reach beyond an end.</summary>
    public SoundClip Around(double onset)
    {
        var (hop, rate) = (model.HopLength, model.SampleRate);
        var hops = Recordings.HopsOf(recording.Samples.Length, hop);
        var count = Math.Min(Recordings.HopsOf((int)(Length * rate), hop), hops);
        var first = Math.Clamp((int)((onset - Before) * rate / hop), 0, hops - count);
        var start = (double)first * hop / rate;
        var samples = recording.Samples[(first * hop)..Math.Min((first + count) * hop, recording.Samples.Length)];
        var end = start + ((double)samples.Length / rate);

        var decoder = model.Decoders[classIndex];
        var firstScore = trace.HopFrom(classIndex, start);
        var scores = Enumerable.Range(firstScore, trace.HopFrom(classIndex, end) - firstScore)
            .Select(t => (trace.TimeOf(classIndex, t), trace.Scores[classIndex][t] / 256.0));
        var edges = model.FrontEnd.MelEdges;
        return new SoundClip(
            start,
            samples,
            rate,
            (double)hop / rate,
            [.. trace.LogMel.Skip(first).Take(count)],
            Hertz(edges[0]),
            Hertz(edges[^1]),
            [.. scores],
            decoder.On / 256.0,
            decoder.Off / 256.0,
            [.. recording.Events.Where(Reaches)],
            [.. found.Where(Reaches)]);

        bool Reaches(LabelledEvent e) => e.Offset >= start && e.Onset <= end;

        double Hertz(int edge) => edge / 65536.0 * rate / model.FrontEnd.FrameLength;
    }
}
