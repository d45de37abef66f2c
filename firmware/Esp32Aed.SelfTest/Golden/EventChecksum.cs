using Esp32Aed.Detection;

namespace Esp32Aed.SelfTest;

/// <summary>Adds the events that are decoded to a checksum.</summary>
public sealed class EventChecksum : IEventSink
{
    private readonly Checksum checksum;

    /// <summary>Makes the sink.</summary>
    public EventChecksum(Checksum checksum) => this.checksum = checksum;

    /// <inheritdoc/>
    public void OnEvent(int classIndex, long onsetMs, long offsetMs, int peakLogit)
    {
        checksum.Add(classIndex);
        checksum.Add(onsetMs);
        checksum.Add(offsetMs);
        checksum.Add(peakLogit);
    }
}
