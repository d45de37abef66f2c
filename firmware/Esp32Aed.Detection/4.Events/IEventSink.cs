namespace Esp32Aed.Detection;

/// <summary>Takes the events that the chain decodes.</summary>
public interface IEventSink
{
    /// <summary>An event is over. Called in the order of decoding, from within <see cref="DetectionChain.Accept"/> or <see cref="DetectionChain.Finish"/>.</summary>
    /// <param name="classIndex">Index into <see cref="Model.Labels"/>.</param>
    /// <param name="onsetMs">Onset, in milliseconds since the first sample the chain accepted; 0 or later.</param>
    /// <param name="offsetMs">Offset, in milliseconds, after the onset.</param>
    /// <param name="peakLogit">Largest classifier output within the event, Q8 logit.</param>
    void OnEvent(int classIndex, long onsetMs, long offsetMs, int peakLogit);
}
