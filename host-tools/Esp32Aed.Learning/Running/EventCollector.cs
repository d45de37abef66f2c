using Esp32Aed.Detection;
using Esp32Aed.Sound;

namespace Esp32Aed.Learning;

/// <summary>An event that the chain found.</summary>
/// <param name="Onset">Seconds since the start of the recording.</param>
/// <param name="Offset">Seconds, after the onset.</param>
/// <param name="Label">The class.</param>
/// <param name="PeakLogit">Largest logit within the event.</param>
public sealed record FoundEvent(double Onset, double Offset, string Label, double PeakLogit)
{
    /// <summary>The event as a label.</summary>
    public LabelledEvent ToLabel() => new(Onset, Offset, Label);
}

/// <summary>Collects what a chain decodes.</summary>
public sealed class EventCollector(string[] labels) : IEventSink
{
    private readonly List<FoundEvent> events = [];

    /// <inheritdoc/>
    public void OnEvent(int classIndex, long onsetMs, long offsetMs, int peakLogit) =>
        events.Add(new FoundEvent(onsetMs / 1000.0, offsetMs / 1000.0, labels[classIndex], peakLogit / 256.0));

    /// <summary>The events in the order of their onsets.</summary>
    public IReadOnlyList<FoundEvent> InOrder() => [.. events.OrderBy(e => e.Onset)];
}
