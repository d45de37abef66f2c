using Esp32Aed.Detection;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning;

/// <summary>Runs the firmware's detection chain over whole recordings.</summary>
public static class Recordings
{
    /// <summary>
    /// The events of a recording, in the order of their onsets. The sound is followed by silence until all its events are out; the last
    /// hop is filled up with it.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">16-bit samples at the model's rate.</param>
    /// <param name="progress">Told the done fraction, 0 to 1, about once a minute of sound.</param>
    /// <param name="stop">Stops between hops.</param>
    public static IReadOnlyList<FoundEvent> Detect(
        Model model, ReadOnlySpan<short> samples, IProgress<double>? progress = null, CancellationToken stop = default) =>
        Run(model, samples, watch: null, progress, stop);

    /// <summary>The clips of a recording, in their order, of those classes that count; what is left at its end is no clip.</summary>
    /// <param name="model">The model, which has a judge.</param>
    /// <param name="samples">16-bit samples at the model's rate.</param>
    /// <param name="clipFrames">Frames of a clip.</param>
    /// <param name="stop">Stops between clips.</param>
    public static IReadOnlyList<FoundEvent> JudgeClips(Model model, ReadOnlySpan<short> samples, int clipFrames, CancellationToken stop = default)
    {
        var clips = new EventCollector(model.Labels);
        var chain = new ClipChain(model, clips, FirmwareKernels.Make(), clipFrames);
        var hop = new short[model.HopLength];
        for (var t = 0; t < HopsOf(samples.Length, model.HopLength); t++)
        {
            if (t % clipFrames == 0)
            {
                stop.ThrowIfCancellationRequested();
            }

            CopyHop(samples, t, hop);
            chain.Accept(hop, 0);
        }

        return clips.InOrder();
    }

    /// <summary>The same as <see cref="Detect"/>, seen from within.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">16-bit samples at the model's rate.</param>
    /// <param name="watch">Is shown the chain after every hop; the chain also computes log-mel values that it could do without.</param>
    /// <param name="stop">Stops between hops.</param>
    public static IReadOnlyList<FoundEvent> Watch(Model model, ReadOnlySpan<short> samples, Action<DetectionChain> watch, CancellationToken stop = default) =>
        Run(model, samples, watch, progress: null, stop);

    /// <summary>Copies hop number <paramref name="index"/> of a recording; what lies beyond its end is silence.</summary>
    public static void CopyHop(ReadOnlySpan<short> samples, int index, short[] hop)
    {
        var from = Math.Min((long)index * hop.Length, samples.Length);
        var count = (int)Math.Min(hop.Length, samples.Length - from);
        samples.Slice((int)from, count).CopyTo(hop);
        Array.Clear(hop, count, hop.Length - count);
    }

    /// <summary>Hops that a recording fills, the last one perhaps in part.</summary>
    public static int HopsOf(int samples, int hopLength) => (samples + hopLength - 1) / hopLength;

    private static IReadOnlyList<FoundEvent> Run(
        Model model, ReadOnlySpan<short> samples, Action<DetectionChain>? watch, IProgress<double>? progress, CancellationToken stop)
    {
        var events = new EventCollector(model.Labels);
        var chain = new DetectionChain(model, events, FirmwareKernels.Make());
        chain.FrontEnd.KeepsLogMel |= watch is not null;
        var hop = new short[model.HopLength];
        var hops = HopsOf(samples.Length, model.HopLength) + chain.SettleFrames;
        for (var t = 0; t < hops; t++)
        {
            CopyHop(samples, t, hop);
            chain.Accept(hop, 0);
            watch?.Invoke(chain);
            if (t % 2048 == 0)
            {
                stop.ThrowIfCancellationRequested();
                progress?.Report((double)t / hops);
            }
        }

        chain.Finish();
        return events.InOrder();
    }
}
